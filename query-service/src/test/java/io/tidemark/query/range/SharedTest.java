package io.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final Shared shared = new Shared();
    /** Those that were begun, in order. */
    private final List<CompletableFuture<String>> made = new ArrayList<>();

    private final Supplier<Uni<? extends String>> make = () -> {
        var answer = new CompletableFuture<String>();
        made.add(answer);
        return Uni.createFrom().completionStage(answer);
    };

    private CompletableFuture<String> ask(String question) {
        return shared.answer(question, make).subscribeAsCompletionStage();
    }

    @Test
    void whoAsksMeanwhileSharesTheNextAnswer() {
        var first = ask("top");
        var second = ask("top");
        var third = ask("top");
        assertThat(made).hasSize(1);

        made.getFirst().complete("older than the second question");
        made.getLast().complete("newer than all of them");

        assertThat(made).hasSize(2);
        assertThat(first).isCompletedWithValue("older than the second question");
        assertThat(List.of(second, third))
                .allSatisfy(answer -> assertThat(answer).isCompletedWithValue("newer than all of them"));
    }

    @Test
    void otherQuestionsDoNotWait() {
        ask("top of shop");
        ask("top of bank");

        assertThat(made).hasSize(2);
    }

    @Test
    void nothingIsKeptWhenNobodyWaits() {
        var first = ask("top");
        made.getFirst().complete("one");
        var second = ask("top");
        made.getLast().complete("two");

        assertThat(first).isCompletedWithValue("one");
        assertThat(second).isCompletedWithValue("two");
    }

    @Test
    void aFailureIsThatOfWhoWaitedForItAlone() {
        var first = ask("top");
        var second = ask("top");

        made.getFirst().completeExceptionally(new IllegalStateException("no connection"));
        made.getLast().complete("again");

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue("again");
    }

    @Test
    void whoGoesAwayTakesNobodysAnswer() {
        var first = shared.answer("top", make).subscribe().with(_ -> {});
        var second = shared.answer("top", make).subscribe().with(_ -> {});
        var third = ask("top");

        first.cancel();
        second.cancel();
        made.getFirst().complete("for nobody");
        made.getLast().complete("for the third");

        assertThat(third).isCompletedWithValue("for the third");
    }

    @Test
    void anAnswerThatCannotBeBegunFails() {
        var answer = shared.<String>answer("top", () -> {
                    throw new IllegalArgumentException("no such metric");
                })
                .subscribeAsCompletionStage();

        assertThat(answer).isCompletedExceptionally();
        assertThat(ask("top")).isNotDone();
        assertThat(made).hasSize(1);
    }
}

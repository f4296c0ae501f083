package io.tidemark.query.range;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes one answer for all who ask the same meanwhile. While a question is answered, those who ask it again wait for the next answer, and share
 * that: so whoever is answered is answered from a state of the store that is no older than the question, and of any question at most one answer
 * is made at a time. Nothing is kept when nobody waits. Any thread may call; never blocks.
 */
final class Shared {
    /** By question that is being answered: the answer that comes next; null: nobody has asked again. */
    private final Map<Object, Answer<?>> next = new HashMap<>();

    private record Answer<T>(Supplier<Uni<? extends T>> make, CompletableFuture<T> made) {}

    /**
     * @param question has the same answer, and one of the same type, as each that it equals: it says who asks too
     * @param make     the answer; not called where somebody else's is shared
     */
    <T> Uni<T> answer(Object question, Supplier<Uni<? extends T>> make) {
        return Uni.createFrom()
                .completionStage(() -> join(question, new Answer<>(make, new CompletableFuture<T>()))
                        .made()
                        .copy()); // who goes away cancels nothing
    }

    @SuppressWarnings("unchecked") // the same question
    private <T> Answer<T> join(Object question, Answer<T> mine) {
        synchronized (next) {
            if (next.containsKey(question)) {
                return (Answer<T>) next.merge(question, mine, (waiting, _) -> waiting);
            }
            next.put(question, null);
        }
        begin(question, mine);
        return mine;
    }

    private <T> void begin(Object question, Answer<T> answer) {
        Uni.createFrom()
                .deferred(answer.make())
                .onTermination()
                .invoke(() -> end(question))
                .subscribe()
                .with(answer.made()::complete, answer.made()::completeExceptionally);
    }

    private void end(Object question) {
        Answer<?> waiting;
        synchronized (next) {
            waiting = next.remove(question);
            if (waiting != null) {
                next.put(question, null);
            }
        }
        if (waiting != null) {
            begin(question, waiting);
        }
    }
}

package io.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.query.problem.MalformedParameter;
import io.tidemark.query.range.Detail;
import io.tidemark.query.range.Range;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is dropped by age is in the coarser rows, and answers say how far they can tell times apart. */
class SettledTest {
    private static final Instant DAY = Instant.parse("2023-03-01T00:00:00Z");
    private static final Duration DAYS = Duration.ofDays(4);

    private static StoreUnderTest store;

    @BeforeAll
    static void aStoreIsThere() throws IOException {
        store = new StoreUnderTest();
    }

    @AfterAll
    static void itGoes() throws IOException {
        store.close();
    }

    @Test
    void answersComeFromMinutesThenFromHoursThenFromDaysAsTheFinerRowsAreDropped() {
        var traffic = new RandomTraffic(store, 1, DAY);
        traffic.windows();
        traffic.windows();
        traffic.late();
        var whole = flows(store.range(DAY, DAY.plus(DAYS), traffic.group()));

        boolean early = dropDays("10s");
        store.rollups(1000).apply(Duration.ZERO);
        boolean windows = dropDays("10s");
        var fromMinutes = store.range(DAY.plusSeconds(3_601), DAY.plus(DAYS).minusMillis(1), traffic.group());
        long minuteSteps = store.coverage(fromMinutes).windowSeconds();
        long minutes = flows(fromMinutes);
        boolean dropped = dropDays("1m");
        var fromTenMinutes = store.range(DAY.plusSeconds(1), DAY.plus(DAYS).minusMillis(1), traffic.group());
        long tenMinuteSteps = store.coverage(fromTenMinutes).windowSeconds();
        long tenMinutes = flows(fromTenMinutes);
        dropped &= dropDays("10m");
        var fromHours = store.range(DAY.plusSeconds(1), DAY.plus(DAYS).minusMillis(1), traffic.group());
        long hourSteps = store.coverage(fromHours).windowSeconds();
        long hours = flows(fromHours);
        boolean months = store.partitions.drop("1h", DAY);
        var fromSixHours = store.range(DAY.plusSeconds(3_601), DAY.plus(DAYS).minusMillis(1), traffic.group());
        long sixHourSteps = store.coverage(fromSixHours).windowSeconds();
        long sixHours = flows(fromSixHours);
        months &= store.partitions.drop("6h", DAY);
        var fromDays = store.range(DAY.plusSeconds(3_601), DAY.plus(DAYS).minusMillis(1), traffic.group());
        long daySteps = store.coverage(fromDays).windowSeconds();

        assertThat(early).as("dropped before it was summed up").isFalse();
        assertThat(windows && dropped && months).isTrue();
        assertThatThrownBy(() -> fromMinutes.sql().rows("conversation", "r", Detail.WINDOW, List.of("flows")))
                .isInstanceOf(MalformedParameter.class)
                .hasMessageContaining("dropped by age");
        assertThat(fromMinutes.from()).isEqualTo(DAY.plusSeconds(3_600));
        assertThat(minutes).isPositive().isLessThanOrEqualTo(whole);
        assertThat(minuteSteps).isEqualTo(60);
        assertThat(fromTenMinutes.from()).isEqualTo(DAY);
        assertThat(tenMinutes).isEqualTo(whole);
        assertThat(tenMinuteSteps).isEqualTo(600);
        assertThat(fromHours.from()).isEqualTo(DAY);
        assertThat(hours).isEqualTo(whole);
        assertThat(hourSteps).isEqualTo(3600);
        assertThat(fromSixHours.from()).isEqualTo(DAY);
        assertThat(sixHours).isEqualTo(whole);
        assertThat(sixHourSteps).isEqualTo(21_600);
        assertThat(fromDays.from()).isEqualTo(DAY);
        assertThat(flows(fromDays)).isEqualTo(whole);
        assertThat(daySteps).isEqualTo(86_400);
    }

    @Test
    void aSourceThatComesNowForADayThatOthersSettledIsThereWhenItIsSummedUp() {
        var day = DAY.minus(Duration.ofDays(60));
        var old = new RandomTraffic(store, 2, day);
        old.windows();
        store.rollups(1000).apply(Duration.ZERO);
        long before = flows(store.range(day, day.plus(DAYS), old.group()));
        for (int i = 0; i < DAYS.toDays(); i++) {
            store.partitions.drop("10s", day.plus(Duration.ofDays(i)));
        }
        store.partitions.forget();

        var late = new RandomTraffic(store, 3, day);
        late.windows();
        long alone = flows(store.range(day, day.plus(DAYS), late.group()));
        store.rollups(1000).apply(Duration.ZERO);

        assertThat(alone).isPositive();
        assertThat(flows(store.range(day, day.plus(DAYS), late.group()))).isEqualTo(alone);
        assertThat(flows(store.range(day, day.plus(DAYS), old.group()))).isEqualTo(before);
        assertThat(flows(store.range(day, day.plus(DAYS)))).isEqualTo(before + alone);
    }

    /** Whether all days that had partitions had them dropped. */
    private static boolean dropDays(String resolution) {
        boolean dropped = true;
        for (var row : store.rows(
                "SELECT starts FROM time_partition WHERE resolution = $1 AND starts >= $2 AND starts < $3",
                resolution,
                RandomTraffic.at(DAY),
                RandomTraffic.at(DAY.plus(DAYS)))) {
            dropped &=
                    store.partitions.drop(resolution, row.getOffsetDateTime(0).toInstant());
        }
        return dropped;
    }

    private static long flows(Range range) {
        var sql = range.sql();
        sql.add("SELECT coalesce(sum(flows), 0)::bigint FROM " + sql.rows("workload_pair"));
        return store.rows(sql.text(), sql.values()).getFirst().getLong(0);
    }
}

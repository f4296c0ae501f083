package io.tidemark.query.grouping;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.query.problem.Choice;

/** What is told of traffic. Sums count both directions. */
public enum Metric implements Choice {
    /** IP length. */
    BYTES("bytes", "forward_bytes + reverse_bytes"),
    /** Length on the wire. */
    FRAME_BYTES("bytes", "forward_frame_bytes + reverse_frame_bytes"),
    PACKETS("packets", "forward_packets + reverse_packets"),
    /** Flow records: a flow that goes on over three windows is three. */
    FLOWS("flows", "flows"),
    /** TCP segments sent again. */
    RETRANSMITTED_PACKETS("packets", "retransmitted_packets"),
    /** TCP segments that came too late. */
    OUT_OF_ORDER_PACKETS("packets", "out_of_order_packets"),
    /** TCP segments that closed the receive window. */
    ZERO_WINDOWS("packets", "zero_windows"),
    /** Half of the TCP handshakes were quicker, client and server side together. */
    ROUND_TRIP_P50(Kept.ROUND_TRIPS, 0.5),
    /** 90 of 100 TCP handshakes were quicker. */
    ROUND_TRIP_P90(Kept.ROUND_TRIPS, 0.9),
    /** 95 of 100 TCP handshakes were quicker. */
    ROUND_TRIP_P95(Kept.ROUND_TRIPS, 0.95),
    /** 99 of 100 TCP handshakes were quicker. */
    ROUND_TRIP_P99(Kept.ROUND_TRIPS, 0.99),
    /** Different addresses that began flows: an estimate, with a standard error of 2 %. */
    CLIENTS(Kept.CLIENTS, 0);

    /** What cannot be summed up, by its column. */
    enum Kept {
        /** A t-digest of seconds. */
        ROUND_TRIPS("round_trips", "nanoseconds"),
        /** HyperLogLog of addresses. */
        CLIENTS("clients", "addresses");

        private final String column;
        private final String unit;

        Kept(String column, String unit) {
            this.column = column;
            this.unit = unit;
        }

        String column() {
            return column;
        }
    }

    private final String unit;
    private final String expression;
    private final Kept sketch;
    private final double rank;

    Metric(String unit, String expression) {
        this.unit = unit;
        this.expression = expression;
        this.sketch = null;
        this.rank = 0;
    }

    Metric(Kept sketch, double rank) {
        this.unit = sketch.unit;
        this.expression = null;
        this.sketch = sketch;
        this.rank = rank;
    }

    /** Of its values: "bytes", "packets", "flows", "nanoseconds", "addresses". */
    public String unit() {
        return unit;
    }

    /** The metric of one row, in SQL; null where it is no sum. */
    String expression() {
        return expression;
    }

    /** Whether the values of parts add up to that of the whole. */
    public boolean isSum() {
        return sketch == null;
    }

    /** Null: it is a sum. */
    Kept sketch() {
        return sketch;
    }

    /** Of a quantile, from 0 to 1. */
    double rank() {
        return rank;
    }

    @Override
    @JsonValue
    public String label() {
        return Choice.super.label();
    }
}

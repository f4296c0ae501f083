package io.tidemark.metering.flow;

import io.tidemark.metering.decode.Packet;

/** A frame that arrived and waits to be counted: first where it lies, then what it says, then where its row may be. */
final class Arrival extends Packet {
    long time; // ns since 1970
    long at; // of its first byte
    int captured; // bytes that are there
    int wire; // frame bytes
    int way; // io.tidemark.metering.source.Way, where a row's facts have it

    boolean ip; // false: there is no key, it is counted as dropped
    boolean malformed;

    long guess; // address of the row that it probably has; of any row if it has none
}

package io.tidemark.contract.flow;

/**
 * Whether every length in a FlowBatch's bytes fits into what is around it. quickbuf makes room by the length that is written
 * before a string, before it looks whether so much is there: ten bytes can take 2 GB. Who reads from a topic asks this first.
 * One pass, nothing is allocated.
 */
public final class FlowBatchLengths {
    private static final int VARINT = 0; // wire types (protobuf.dev, Encoding)
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int MOST_VARINT = 10; // bytes
    private static final long BROKEN = Long.MIN_VALUE;

    /** Messages of the batch that hold others, or strings. */
    private enum Message {
        BATCH,
        FLOW,
        POINT,
        MARKER,
        LEDGER,
        DROP,
        /** Numbers only, or not known. */
        LEAF;

        Message field(int number) {
            return switch (this) {
                case BATCH -> number == 1 ? FLOW : number == 9 ? POINT : number == 10 ? MARKER : LEAF;
                case MARKER -> number == 5 ? LEDGER : LEAF;
                case LEDGER -> number == 6 ? DROP : LEAF;
                case FLOW, POINT, DROP, LEAF -> LEAF;
            };
        }
    }

    private final byte[] bytes;
    private int at;

    private FlowBatchLengths(byte[] bytes) {
        this.bytes = bytes;
    }

    /** False: these bytes are no FlowBatch, and must not be given to quickbuf. */
    public static boolean fit(byte[] bytes) {
        return new FlowBatchLengths(bytes).fits(bytes.length, Message.BATCH);
    }

    private boolean fits(int end, Message message) {
        while (at < end) {
            long tag = varint(end);
            if (tag < 0) {
                return false;
            }
            boolean whole =
                    switch ((int) tag & 7) {
                        case VARINT -> varint(end) != BROKEN;
                        case FIXED64 -> skip(8, end);
                        case FIXED32 -> skip(4, end);
                        case LENGTH -> content(end, message.field((int) (tag >>> 3)));
                        default -> false; // groups, which the contract does not use
                    };
            if (!whole) {
                return false;
            }
        }
        return true;
    }

    private boolean content(int end, Message message) {
        long length = varint(end);
        if (length < 0 || length > end - at) {
            return false;
        }
        int contentEnd = at + (int) length;
        if (message == Message.LEAF) {
            at = contentEnd;
            return true;
        }
        return fits(contentEnd, message);
    }

    private boolean skip(int count, int end) {
        at += count;
        return at <= end;
    }

    /** {@link #BROKEN} if it does not end in time; negative ones are whole, but no length and no tag. */
    private long varint(int end) {
        long value = 0;
        for (int i = 0; i < MOST_VARINT && at < end; i++) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value == BROKEN ? -1 : value;
            }
        }
        return BROKEN;
    }
}

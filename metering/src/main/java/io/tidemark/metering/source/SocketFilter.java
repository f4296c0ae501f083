package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the kernel's packet filter (classic BPF; linux/filter.h). What it returns is how many bytes of a frame are kept;
 * 0 drops the frame unseen.
 *
 * <p>Ours never drop a frame unseen. One that is not wanted is kept with {@link #UNWANTED} byte, one that sampling leaves out
 * with {@link #NOT_SAMPLED}: no frame is that short, so whoever reads the ring counts it, with its length on the wire, and looks
 * at nothing else of it.
 *
 * @param program the instructions
 */
record SocketFilter(List<Instruction> program) {
    /** Bytes that are kept of a frame that the filter does not want. */
    static final int UNWANTED = 1;

    /** Bytes that are kept of a frame that the filter wants and sampling leaves out. */
    static final int NOT_SAMPLED = 2;

    static final int LONGEST_MARK = 2;

    private static final int RETURN = 0x06; // BPF_RET | BPF_K
    private static final int RETURN_REGISTER = 0x16; // BPF_RET | BPF_A
    private static final int JUMP = 0x05; // BPF_JMP | BPF_JA
    private static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int MODULO = 0x94; // BPF_ALU | BPF_MOD | BPF_K
    private static final int RANDOM = -0x1000 + 56; // SKF_AD_OFF + SKF_AD_RANDOM
    private static final int MOST = 4096; // BPF_MAXINSNS
    private static final int INSTRUCTION = 8; // bytes of a struct sock_filter

    private static final int SOCKET_LEVEL = 1; // SOL_SOCKET
    private static final int ATTACH_FILTER = 26; // SO_ATTACH_FILTER

    /** Drops all, uncounted: for a socket that is not to receive yet, or no more. */
    static final SocketFilter NOTHING = new SocketFilter(List.of(new Instruction(RETURN, 0, 0, 0)));

    /**
     * A struct sock_filter.
     *
     * @param ifTrue  instructions that a conditional jump leaves out when its condition holds, 0 to 255
     * @param ifFalse and when not
     */
    record Instruction(int code, int ifTrue, int ifFalse, int operand) {
        /** Reads one where libpcap left it. */
        static Instruction read(MemorySegment program, long at) {
            return new Instruction(
                    program.get(JAVA_SHORT_UNALIGNED, at) & 0xFFFF,
                    program.get(JAVA_BYTE, at + 2) & 0xFF,
                    program.get(JAVA_BYTE, at + 3) & 0xFF,
                    program.get(JAVA_INT_UNALIGNED, at + 4));
        }

        private void write(MemorySegment program, long at) {
            program.set(JAVA_SHORT_UNALIGNED, at, (short) code);
            program.set(JAVA_BYTE, at + 2, (byte) ifTrue);
            program.set(JAVA_BYTE, at + 3, (byte) ifFalse);
            program.set(JAVA_INT_UNALIGNED, at + 4, operand);
        }

        private boolean returns() {
            return code == RETURN || code == RETURN_REGISTER;
        }
    }

    SocketFilter {
        program = List.copyOf(program);
        if (program.size() > MOST) {
            throw new IllegalArgumentException("the filter is too long for the kernel: %d instructions, %d are possible"
                    .formatted(program.size(), MOST));
        }
    }

    /**
     * What libpcap compiled, with our verdicts in place of its own: frames that it wants go through the dice and are kept up to
     * the snap length, all others are marked. The dice come last, so that the unwanted are counted exactly.
     *
     * @param wanted     instructions; empty: every frame is wanted
     * @param snapLength bytes kept of a frame, above {@link #LONGEST_MARK}
     * @param sampling   one of this many frames is kept, at random (RFC 5475, 5.3: uniform probabilistic sampling); 1: all
     * @throws IllegalArgumentException if the program is too long for the kernel, or returns what it computed
     */
    static SocketFilter of(List<Instruction> wanted, int snapLength, int sampling) {
        var program = new ArrayList<Instruction>();
        for (int i = 0; i < wanted.size(); i++) {
            Instruction each = wanted.get(i);
            program.add(each.returns() ? verdict(each, wanted.size() - i - 1) : each);
        }
        if (sampling > 1) {
            program.add(new Instruction(LOAD, 0, 0, RANDOM));
            program.add(new Instruction(MODULO, 0, 0, sampling));
            program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, 0));
            program.add(new Instruction(RETURN, 0, 0, NOT_SAMPLED));
        }
        program.add(new Instruction(RETURN, 0, 0, snapLength));
        return new SocketFilter(program);
    }

    /** @param toTail instructions between this one and those that follow libpcap's last */
    private static Instruction verdict(Instruction instruction, int toTail) {
        if (instruction.code == RETURN_REGISTER) {
            throw new IllegalArgumentException(
                    "the filter returns a number that it computes: frames cannot be told by it");
        }
        return instruction.operand == 0 ? new Instruction(RETURN, 0, 0, UNWANTED) : new Instruction(JUMP, 0, 0, toTail);
    }

    /** Makes it the socket's filter, in place of the one it had (SO_ATTACH_FILTER, socket(7)). */
    void attach(int socket) throws Libc.Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instructions = arena.allocate((long) INSTRUCTION * program.size(), 8);
            for (int i = 0; i < program.size(); i++) {
                program.get(i).write(instructions, (long) INSTRUCTION * i);
            }
            MemorySegment filter = arena.allocate(16, 8); // struct sock_fprog
            filter.set(JAVA_SHORT, 0, (short) program.size());
            filter.set(ADDRESS, 8, instructions);
            Libc.setOption(socket, SOCKET_LEVEL, ATTACH_FILTER, filter, "SO_ATTACH_FILTER");
        }
    }
}

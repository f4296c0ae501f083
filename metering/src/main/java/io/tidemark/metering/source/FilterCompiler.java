package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * libpcap's compiler of filter expressions (pcap-filter(7)), for frames of a live interface. It must know that they are live:
 * the kernel has taken the VLAN tag off a frame before the filter sees it, so {@code vlan 5} asks the kernel for the tag
 * there, and would find none in the frame.
 */
@SuppressWarnings("restricted") // calling libpcap is its purpose
final class FilterCompiler {
    private static final String[] NAMES = {"libpcap.so.1", "libpcap.so.0.8", "libpcap.so"};
    private static final int ERROR_BYTES = 256; // PCAP_ERRBUF_SIZE
    private static final int OPTIMIZE = 1;
    private static final int NETMASK_UNKNOWN = -1;
    private static final int SMALL_BUFFER = 1 << 16; // the handle receives nothing that is read
    private static final int INSTRUCTION = 8;

    private final MethodHandle create;
    private final MethodHandle setBuffer;
    private final MethodHandle activate;
    private final MethodHandle compile;
    private final MethodHandle error;
    private final MethodHandle free;
    private final MethodHandle close;

    private FilterCompiler(SymbolLookup library) {
        create = function(library, "pcap_create", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        setBuffer = function(library, "pcap_set_buffer_size", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        activate = function(library, "pcap_activate", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        compile = function(
                library,
                "pcap_compile",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
        error = function(library, "pcap_geterr", FunctionDescriptor.of(ADDRESS, ADDRESS));
        free = function(library, "pcap_freecode", FunctionDescriptor.ofVoid(ADDRESS));
        close = function(library, "pcap_close", FunctionDescriptor.ofVoid(ADDRESS));
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    /**
     * The expression's program for frames of this interface; opens a capture handle on it for a moment.
     *
     * @throws IOException              if there is no libpcap, or the interface cannot be opened
     * @throws IllegalArgumentException if it is no filter expression; the message says what is wrong
     */
    static List<SocketFilter.Instruction> compile(String expression, String interfaceName) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var compiler = new FilterCompiler(library());
            return compiler.compile(arena, expression, interfaceName);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static SymbolLookup library() throws IOException {
        for (String name : NAMES) {
            try {
                return SymbolLookup.libraryLookup(name, Arena.global());
            } catch (IllegalArgumentException _) { // not under this name
            }
        }
        throw new IOException(Libpcap.MISSING);
    }

    private List<SocketFilter.Instruction> compile(Arena arena, String expression, String interfaceName)
            throws Throwable {
        MemorySegment message = arena.allocate(ERROR_BYTES);
        MemorySegment handle = (MemorySegment) create.invokeExact(arena.allocateFrom(interfaceName), message);
        if (handle.address() == 0) {
            throw new IOException("%s: %s".formatted(interfaceName, message.getString(0)));
        }
        try {
            int ignored = (int) setBuffer.invokeExact(handle, SMALL_BUFFER);
            int status = (int) activate.invokeExact(handle);
            if (status < 0) {
                throw new IOException(
                        "%s: libpcap cannot open it: %s".formatted(interfaceName, reason(handle, status)));
            }
            return program(arena, expression, handle);
        } finally {
            close.invokeExact(handle);
        }
    }

    private List<SocketFilter.Instruction> program(Arena arena, String expression, MemorySegment handle)
            throws Throwable {
        MemorySegment program = arena.allocate(16, 8); // struct bpf_program
        MemorySegment text = arena.allocateFrom(expression);
        int status = (int) compile.invokeExact(handle, program, text, OPTIMIZE, NETMASK_UNKNOWN);
        if (status != 0) {
            throw new IllegalArgumentException("filter '%s': %s".formatted(expression, reason(handle, status)));
        }
        int length = program.get(JAVA_INT, 0);
        MemorySegment code = program.get(ADDRESS, 8).reinterpret((long) INSTRUCTION * length);
        var instructions = new ArrayList<SocketFilter.Instruction>(length);
        for (int i = 0; i < length; i++) {
            instructions.add(SocketFilter.Instruction.read(code, (long) INSTRUCTION * i));
        }
        free.invokeExact(program);
        return instructions;
    }

    private String reason(MemorySegment handle, int status) throws Throwable {
        String text = ((MemorySegment) error.invokeExact(handle))
                .reinterpret(ERROR_BYTES)
                .getString(0);
        return text.isEmpty() ? "error " + status : text;
    }
}

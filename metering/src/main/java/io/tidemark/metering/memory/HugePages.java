package io.tidemark.metering.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Pages of 2 MiB, which Linux gives to who asks (madvise(2), MADV_HUGEPAGE; transhuge.rst). A table of a million flows is in 64,000
 * pages of 4 KiB and in 128 of these: the processor finds them at once, the kernel makes them in one go.
 *
 * <p>To load this costs some 0.1 s of processor time once, so it is not worth it for little.
 */
@SuppressWarnings("restricted") // calling C is its purpose
final class HugePages {
    static final long BYTES = 2L << 20;

    private static final int WANTED = 14; // MADV_HUGEPAGE
    private static final MethodHandle ADVISE = System.getProperty("os.name").equals("Linux") ? madvise() : null;

    private HugePages() {}

    private static MethodHandle madvise() {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("madvise")
                .map(address ->
                        linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)))
                .orElse(null);
    }

    /** Wants them for this memory; both are multiples of {@link #BYTES}. Where the system has none it stays as it was. */
    static void ask(long address, long bytes) {
        if (ADVISE == null) {
            return;
        }
        try {
            int unused = (int) ADVISE.invokeExact(address, bytes, WANTED);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}

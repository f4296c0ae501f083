package io.tidemark.metering.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metering.Frames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final byte[] BYTES = Frames.hex("00 01 f2 03 f4 05 06 07 08 09");

    private final Cursor cursor = new Cursor();

    @Test
    void readsNativeMemoryAndArraysAndPartsOfThemInNetworkByteOrder() {
        try (var arena = Arena.ofConfined()) {
            var array = MemorySegment.ofArray(BYTES);
            var memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, BYTES);

            for (var part : List.of(array, array.asSlice(1), memory, memory.asSlice(1))) {
                cursor.aim(part);
                cursor.frame(BYTES.length - part.byteSize() == 0 ? 1 : 0, 9, 9);

                assertThat(cursor.u8(1)).isEqualTo(0xF2);
                assertThat(cursor.u16(1)).isEqualTo(0xF203);
                assertThat(cursor.u32(1)).isEqualTo(0xF203F405);
                assertThat(cursor.u64(1)).isEqualTo(0xF203F40506070809L);
            }
        }
    }

    @Test
    void readsNothingOutsideOfTheMemoryWhateverTheFrameIsSaidToBe() {
        cursor.aim(MemorySegment.ofArray(BYTES));
        cursor.frame(8, 100, 100);

        assertThat(cursor.u16(0)).isEqualTo(0x0809);
        assertThatThrownBy(() -> cursor.u32(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> cursor.u8(-9)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void framesInMemoryThatWasClosedAreRefused() {
        var arena = Arena.ofConfined();
        var memory = arena.allocate(64);
        arena.close();

        assertThatIllegalStateException().isThrownBy(() -> new FrameDecoder().decode(1, memory, 0, 64));
    }
}

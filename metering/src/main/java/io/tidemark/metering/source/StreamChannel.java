package io.tidemark.metering.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A pipe, or a file that is unpacked on the way. What is there is given at once; the JDK's channels wait for more where a stream cannot tell. */
final class StreamChannel implements ReadableByteChannel {
    private static final int PIECE = 1 << 16; // bytes asked of the stream at once

    private final InputStream stream;
    private final byte[] piece = new byte[PIECE];
    private boolean open = true;

    StreamChannel(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int read = stream.read(piece, 0, Math.min(PIECE, to.remaining()));
        if (read > 0) {
            to.put(piece, 0, read);
        }
        return read;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        stream.close();
    }
}

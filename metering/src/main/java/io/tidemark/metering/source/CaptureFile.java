package io.tidemark.metering.source;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * A capture file, pcap or pcapng, plain or packed, read from its first frame to its last without a native library. A pipe
 * is read as it comes.
 */
public final class CaptureFile implements FrameSource {
    private final String name;
    private final Path path; // null: a stream
    private final Input input;
    private final Format format;
    private boolean ended;

    private CaptureFile(String name, Path path, Input input) throws IOException {
        this.name = name;
        this.path = path;
        this.input = input;
        this.format = format();
    }

    /** @throws IOException if it cannot be read or is no capture file; the message names the file and says why */
    public static CaptureFile open(Path path) throws IOException {
        String name = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw new IOException("is a directory");
            }
            if (!Files.exists(path)) {
                throw new FileNotFoundException("no such file");
            }
            return Files.isRegularFile(path) ? openFile(name, path) : open(name, Files.newInputStream(path), null);
        } catch (IOException e) {
            throw named(name, e);
        }
    }

    /** Reads a stream that holds a capture file, and closes it in the end. There is no {@link #digest} of it. */
    public static CaptureFile open(String name, InputStream stream) throws IOException {
        try {
            return open(name, stream, null);
        } catch (IOException e) {
            throw named(name, e);
        }
    }

    private static CaptureFile open(String name, InputStream stream, Path path) throws IOException {
        try {
            byte[] first = stream.readNBytes(Packing.MAGIC);
            var whole = new SequenceInputStream(new ByteArrayInputStream(first), stream);
            int magic = ByteBuffer.wrap(Arrays.copyOf(first, Packing.MAGIC))
                    .order(LITTLE_ENDIAN)
                    .getInt();
            return open(
                    name, path, new Input(new StreamChannel(Packing.of(magic).unpack(whole)), -1));
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static CaptureFile openFile(String name, Path path) throws IOException {
        var channel = FileChannel.open(path);
        var input = new Input(channel, channel.size());
        if (packing(input) == Packing.NONE) {
            return open(name, path, input);
        }
        input.close();
        return open(name, Files.newInputStream(path), path);
    }

    private static CaptureFile open(String name, Path path, Input input) throws IOException {
        try {
            return new CaptureFile(name, path, input);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private static Packing packing(Input input) throws IOException {
        return input.ensure(Packing.MAGIC) < Packing.MAGIC ? Packing.NONE : Packing.of(input.u32(0));
    }

    private Format format() throws IOException {
        long there = input.ensure(4);
        if (there < 4) {
            throw new IOException("is no capture file: it has %d bytes".formatted(there));
        }
        int first = input.u32(0);
        if (first == PcapngFormat.SECTION) {
            return new PcapngFormat(input);
        }
        Format pcap = PcapFormat.open(input, first);
        if (pcap == null) {
            throw new IOException(
                    "is neither pcap nor pcapng: it begins with %08x; editcap -F pcapng converts other capture formats"
                            .formatted(Integer.reverseBytes(first)));
        }
        return pcap;
    }

    /**
     * 64 bits of the SHA-256 digest of the file as it lies on disk and, behind it, of this text; the whole file is read for it.
     *
     * @param how what else decides what is made of the file; may be empty
     * @throws IOException if it is not a regular file: what comes through a pipe has no name of its own
     */
    public long digest(String how) throws IOException {
        if (path == null || !Files.isRegularFile(path)) {
            throw new IOException("%s: is not a regular file, so there is no digest of it".formatted(name));
        }
        try (var channel = Files.newByteChannel(path)) {
            var sha = MessageDigest.getInstance("SHA-256");
            var buffer = ByteBuffer.allocate(1 << 18);
            while (channel.read(buffer) >= 0) {
                sha.update(buffer.flip());
                buffer.clear();
            }
            sha.update(how.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(sha.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The file's name without its folders. */
    public String baseName() {
        return path == null ? name : path.getFileName().toString();
    }

    /** The path as it was given, or the stream's name. */
    public String name() {
        return name;
    }

    /** Share of the file that has been read, 0 to 1; NaN of a packed file or a stream. The polling thread asks. */
    public double share() {
        return input.share();
    }

    @Override
    public int poll(FrameHandler handler, int limit) throws IOException {
        if (ended) {
            return END;
        }
        try {
            int count = pollAndSettle(handler, limit);
            ended = count == END;
            return count;
        } catch (IOException e) {
            ended = true;
            throw named(name, e);
        }
    }

    private int pollAndSettle(FrameHandler handler, int limit) throws IOException {
        input.reader = handler;
        try {
            return format.poll(handler, limit);
        } finally {
            handler.settle();
        }
    }

    @Override
    public List<Point> points() {
        return format.points();
    }

    @Override
    public long takeKernelDrops(int point) {
        return 0;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {
        ended = true;
        try {
            input.close();
        } catch (IOException e) {
            System.getLogger(CaptureFile.class.getName()).log(System.Logger.Level.DEBUG, "closing {0}", name, e);
        }
    }

    private static IOException named(String name, IOException e) {
        String what =
                switch (e) {
                    case NoSuchFileException _ -> "no such file";
                    case AccessDeniedException _ -> "permission denied";
                    default -> e.getMessage();
                };
        return new IOException("%s: %s".formatted(name, what), e);
    }
}

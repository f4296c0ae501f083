package io.tidemark.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once per user from zonky's archive of this machine's system and processor. The folder is
 * named for the archive's digest, so that versions do not meet.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path folder) {

    /**
     * Finds them, or unpacks them (some seconds, about 60 MiB). Two processes may ask at once.
     *
     * @throws IOException if there is no archive for this machine or the cache folder cannot be written
     */
    static PostgresBinaries unpacked() throws IOException {
        byte[] archive;
        try (var in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), System.getProperty("os.arch"))) {
            archive = in.readAllBytes();
        } catch (IllegalStateException e) {
            throw new IOException(
                    "no embedded PostgreSQL for %s on %s; point to one that runs elsewhere instead (--postgres)"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                    e);
        }
        var cache = Files.createDirectories(cacheFolder());
        var folder = cache.resolve("postgresql-" + digest(archive));
        if (!Files.exists(folder)) {
            try (var lock = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                if (held.isValid() && !Files.exists(folder)) {
                    unpack(archive, folder);
                }
            }
        }
        return new PostgresBinaries(folder);
    }

    /**
     * The command line of one of the programs. PostgreSQL refuses to run as root: there, a user namespace in which nobody is
     * mapped (unshare(1), -U) makes it nobody, while its files go on belonging to root outside.
     */
    List<String> command(String program, List<String> arguments) {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
    }

    private static Path cacheFolder() {
        var configured = System.getenv("XDG_CACHE_HOME");
        var home = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return home.resolve("tidemark");
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    /** Into a folder beside, which then takes its name at once: there is never half a PostgreSQL under the name. */
    private static void unpack(byte[] archive, Path folder) throws IOException {
        var partial = folder.resolveSibling(folder.getFileName() + ".partial");
        delete(partial);
        try (var tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, partial);
            }
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, into.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(tar, target);
            if (target.getParent().endsWith("bin")) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

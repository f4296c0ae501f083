package io.tidemark.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A program to be run as a child in the tests. */
final class Stub {
    private Stub() {}

    /**
     * @param args what to do: {@code serve FILE} (makes the file, runs until told to end), {@code exit CODE}, or
     *     {@code launch DIR FILE} (starts a child that serves, on a leash, then says its own process id and waits)
     */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "serve" -> {
                Files.writeString(Path.of(args[1]), "here");
                System.out.println("serving");
                forEver();
            }
            case "exit" -> {
                System.out.println("my last words");
                System.exit(Integer.parseInt(args[1]));
            }
            case "launch" -> {
                var data = DataDirectory.open(Path.of(args[1]));
                Leash.on(data, List.of("stub"));
                Child.start(serving(Path.of(args[2])), data, new Console(System.err, false, false))
                        .awaitReady();
                System.out.println("launched");
                forEver();
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Ready when its file is there. */
    static Program serving(Path file) {
        return new Program("stub", java("serve", file.toString()), Set.of(), () -> Files.exists(file));
    }

    /** Ends at once. */
    static Program exiting(int code, Set<Integer> done) {
        return new Program("stub", java("exit", Integer.toString(code)), done, () -> false);
    }

    static List<String> java(String... arguments) {
        var command = new ArrayList<>(List.of(
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stub.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void forEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}

package io.tidemark.capture.capture;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process begins: the meter warms up while the rest starts. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        EarlyWarmUp.begin();
        Quarkus.run(arguments);
    }
}

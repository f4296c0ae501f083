package io.tidemark.capture.capture;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** How long it took from the process's start until the first packet was handled. The meter's thread tells, any may ask. */
final class FirstPacket {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed on Linux
    private static final int START_TIME = 22; // field of /proc/PID/stat, proc(5)
    private static final Logger LOG = Logger.getLogger(FirstPacket.class);

    private volatile double seconds = Double.NaN;

    /** Packets have been handled; the first call counts. */
    void handled() {
        if (Double.isNaN(seconds)) {
            seconds = processAge();
            LOG.infof("first packet: milliseconds_after_start=%d", Math.round(1000 * seconds));
        }
    }

    /** Seconds from the start of the process to its first packet; NaN: there was none yet. */
    double seconds() {
        return seconds;
    }

    /** Seconds since exec; where there is no /proc, since the JVM began, some 20 ms less. */
    private static double processAge() {
        try {
            var stat = Files.readString(Path.of("/proc/self/stat"));
            var fromState = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // its name may hold anything
            var uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
            return Double.parseDouble(uptime) - Long.parseLong(fromState[START_TIME - 3]) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        }
    }
}

package io.tidemark.metering.source;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/**
 * A network interface that can be captured from.
 *
 * @param name     "eth0"
 * @param index    the operating system's number of it, 0 if unknown
 * @param up       it is up
 * @param loopback it is a loopback interface
 */
public record Interface(String name, int index, boolean up, boolean loopback) {
    private static final Path SYSFS = Path.of("/sys/class/net");

    /** All of this machine that libpcap can open, in its order; pseudo-interfaces ("any", "nflog") are left out. */
    public static List<Interface> list() throws IOException {
        try {
            var interfaces = new ArrayList<Interface>();
            for (PcapNetworkInterface device : Pcaps.findAllDevs()) {
                int index = indexOf(device.getName());
                if (index > 0) {
                    interfaces.add(new Interface(device.getName(), index, device.isUp(), device.isLoopBack()));
                }
            }
            return interfaces;
        } catch (PcapNativeException e) {
            throw new IOException("the interfaces cannot be listed: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IOException(Libpcap.MISSING, e);
        }
    }

    private static int indexOf(String name) {
        try {
            Path linux = SYSFS.resolve(name).resolve("ifindex");
            if (Files.exists(linux)) {
                return Integer.parseInt(Files.readString(linux).strip());
            }
            NetworkInterface other = Files.exists(SYSFS) ? null : NetworkInterface.getByName(name);
            return other == null ? 0 : other.getIndex();
        } catch (SocketException e) {
            return 0;
        } catch (IOException e) { // it went away between the two looks
            return 0;
        }
    }

    /**
     * Those that are meant: a name stands for itself, a glob ({@code eth*}, {@code veth??}) for those that match, are up and
     * are no loopback.
     *
     * @throws IOException if a name that is no glob does not exist, or nothing is left; the message lists what there is
     */
    public static List<Interface> select(List<String> globs, List<String> excluded) throws IOException {
        return select(list(), globs, excluded);
    }

    static List<Interface> select(List<Interface> all, List<String> globs, List<String> excluded) throws IOException {
        for (String name : globs) {
            if (!isGlob(name) && all.stream().noneMatch(i -> i.name.equals(name))) {
                throw new IOException("%s: no such interface; there are: %s".formatted(name, names(all)));
            }
        }
        List<Interface> chosen = all.stream()
                .filter(i -> globs.stream().anyMatch(glob -> i.isMeantBy(glob)))
                .filter(i -> excluded.stream().noneMatch(glob -> matches(glob, i.name)))
                .toList();
        if (chosen.isEmpty()) {
            throw new IOException("no interface is left of %s without %s; there are: %s"
                    .formatted(globs, excluded, all.isEmpty() ? "none" : names(all)));
        }
        return chosen;
    }

    private boolean isMeantBy(String glob) {
        return isGlob(glob) ? up && !loopback && matches(glob, name) : glob.equals(name);
    }

    private static boolean isGlob(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    private static boolean matches(String glob, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }

    private static String names(List<Interface> interfaces) {
        return interfaces.stream().map(i -> i.up ? i.name : i.name + " (down)").collect(Collectors.joining(", "));
    }
}

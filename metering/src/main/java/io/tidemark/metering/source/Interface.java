package io.tidemark.metering.source;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param linkType LINKTYPE_ value of its frames (pcap-linktype(7)); {@link #UNKNOWN_LINK}: libpcap may know
 */
public record Interface(String name, int index, boolean up, boolean loopback, int linkType) {
    /** No frame of such a link is decoded here. */
    public static final int UNKNOWN_LINK = -1;

    private static final Path SYSFS = Path.of("/sys/class/net");
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;
    private static final int UP = 1; // IFF_UP
    private static final int LOOPBACK = 8; // IFF_LOOPBACK

    /** All of this machine. On Linux the kernel is asked (in order of their numbers), elsewhere libpcap. */
    public static List<Interface> list() throws IOException {
        return Files.isDirectory(SYSFS) ? listOfLinux() : listOfLibpcap();
    }

    /** Those of this process's network namespace as the files of sysfs(5) tell: /sys/class/net/NAME/ifindex, flags, type. */
    private static List<Interface> listOfLinux() throws IOException {
        var interfaces = new ArrayList<Interface>();
        try (var links = Files.newDirectoryStream(SYSFS)) {
            for (Path link : links) {
                try {
                    interfaces.add(ofLinux(link));
                } catch (IOException _) { // it went away between the two looks, or is no interface (bonding_masters)
                }
            }
        }
        interfaces.sort(Comparator.comparingInt(Interface::index));
        return interfaces;
    }

    private static Interface ofLinux(Path link) throws IOException {
        int flags = Integer.decode(Files.readString(link.resolve("flags")).strip());
        return new Interface(
                link.getFileName().toString(),
                Integer.parseInt(Files.readString(link.resolve("ifindex")).strip()),
                (flags & UP) != 0,
                (flags & LOOPBACK) != 0,
                linkType(Integer.parseInt(Files.readString(link.resolve("type")).strip())));
    }

    /** Of an ARPHRD_ value (linux/if_arp.h). What has no link header gives its frames from the IP header on. */
    private static int linkType(int hardware) {
        return switch (hardware) {
            case 1, 772 -> ETHERNET; // Ethernet, loopback
            case 519, 0xFFFE, 768, 769, 776 -> RAW_IP; // raw IP, none (tun, WireGuard), IPIP, IP6IP6, SIT
            default -> UNKNOWN_LINK;
        };
    }

    /** What libpcap can open, in its order; pseudo-interfaces ("any", "nflog") are left out. */
    private static List<Interface> listOfLibpcap() throws IOException {
        try {
            var interfaces = new ArrayList<Interface>();
            for (PcapNetworkInterface device : Pcaps.findAllDevs()) {
                NetworkInterface known = NetworkInterface.getByName(device.getName());
                if (known != null) {
                    interfaces.add(new Interface(
                            device.getName(), known.getIndex(), device.isUp(), device.isLoopBack(), UNKNOWN_LINK));
                }
            }
            return interfaces;
        } catch (PcapNativeException | SocketException e) {
            throw new IOException("the interfaces cannot be listed: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IOException(Libpcap.MISSING, e);
        }
    }

    /** Names, as a user would like to see what there is. */
    static String names(List<Interface> interfaces) {
        return interfaces.isEmpty()
                ? "none"
                : interfaces.stream()
                        .map(i -> i.up ? i.name : i.name + " (down)")
                        .collect(Collectors.joining(", "));
    }
}

package io.tidemark.metering.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rings of all interfaces that are meant, as these come and go: each worker has a {@link RingCapture}, and the first of them
 * looks after all when it is polled. An interface is known by its number, so one that is made anew under an old name is another.
 */
final class Rings implements AutoCloseable {
    private static final long LOOK_NANOS = 100_000_000; // how often it is asked whether links have changed
    private static final long SETTLE_NANOS =
            1_000_000_000; // a change is looked at again for so long: sysfs(5) may be behind

    private final Selection selection;
    private final RingSettings settings;
    private final LinkListener listener;
    private final LinkEvents events;
    private final List<RingCapture> workers = new ArrayList<>();
    private final Map<Integer, Opened> opened = new HashMap<>(); // by interface index
    private final Set<Integer> refused = new HashSet<>();
    private final Map<Integer, SocketFilter> filters = new HashMap<>(); // by link type
    private volatile List<FrameSource.Point> points = List.of();
    private volatile boolean stopped;
    private boolean waiting;
    private long nextLook = System.nanoTime();
    private long settled = nextLook;

    /** An interface and its rings, one a worker. */
    private record Opened(Interface link, List<Ring> rings) {}

    /** Opens what is there. @throws IOException naming an interface that cannot be opened, or the filter that is none */
    Rings(Selection selection, RingSettings settings, LinkListener listener) throws IOException {
        this.selection = selection;
        this.settings = settings;
        this.listener = listener;
        Ring.probe();
        events = new LinkEvents();
        for (int i = 0; i < settings.workers(); i++) {
            workers.add(new RingCapture(this, i == 0));
        }
        try {
            begin();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin() throws IOException {
        List<Interface> all = Interface.list();
        List<Interface> meant = meant(all);
        for (Interface link : meant) {
            if (link.linkType() == Interface.UNKNOWN_LINK) {
                refuse(link, UNKNOWN);
            } else {
                open(link, meant.size());
            }
        }
        tellIfWaiting(all);
    }

    private static final String UNKNOWN = "its frames cannot be read from a ring, but through libpcap";

    private List<Interface> meant(List<Interface> all) {
        return selection.of(all).stream().filter(Interface::up).toList();
    }

    List<RingCapture> workers() {
        return workers;
    }

    List<FrameSource.Point> points() {
        return points;
    }

    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /** Looks, now and then, whether interfaces have come or gone. The first worker's thread calls it. */
    void attend() {
        long now = System.nanoTime();
        if (now - nextLook < 0 || stopped) {
            return;
        }
        nextLook = now + LOOK_NANOS;
        if (events.any()) {
            settled = now + SETTLE_NANOS;
        }
        if (now - settled < 0) {
            refresh();
        }
    }

    private void refresh() {
        List<Interface> all;
        try {
            all = Interface.list();
        } catch (IOException e) {
            return; // sysfs is away; what is open stays open
        }
        List<Interface> meant = meant(all);
        for (Opened each : List.copyOf(opened.values())) {
            if (!meant.contains(each.link)) {
                opened.remove(each.link.index());
                each.rings.forEach(Ring::end);
                listener.closed(each.link);
            }
        }
        refused.removeIf(index -> all.stream().noneMatch(link -> link.index() == index));
        for (Interface link : meant) {
            if (!opened.containsKey(link.index()) && !refused.contains(link.index())) {
                tryToOpen(link, meant.size());
            }
        }
        tellIfWaiting(all);
    }

    private void tryToOpen(Interface link, int interfaces) {
        try {
            if (link.linkType() == Interface.UNKNOWN_LINK) {
                refuse(link, UNKNOWN);
            } else {
                open(link, interfaces);
            }
        } catch (IOException | IllegalArgumentException e) {
            refuse(link, e.getMessage());
        }
    }

    private void refuse(Interface link, String reason) {
        refused.add(link.index());
        listener.refused(link, reason);
    }

    private void open(Interface link, int interfaces) throws IOException {
        SocketFilter filter = filter(link);
        int point = point(link);
        List<Ring> rings = Ring.open(link, point, filter, settings.bytesOfOne(interfaces), settings.workers());
        opened.put(link.index(), new Opened(link, rings));
        long bytes = 0;
        for (int i = 0; i < rings.size(); i++) {
            workers.get(i).adopt(rings.get(i)); // who closes it
            bytes += rings.get(i).bytes();
        }
        for (Ring ring : rings) {
            ring.listen();
        }
        listener.opened(link, bytes);
    }

    private SocketFilter filter(Interface link) throws IOException {
        SocketFilter known = filters.get(link.linkType());
        if (known == null) {
            List<SocketFilter.Instruction> wanted =
                    settings.filter().isEmpty() ? List.of() : FilterCompiler.compile(settings.filter(), link.name());
            known = SocketFilter.of(wanted, settings.snapLength(), settings.sampling());
            filters.put(link.linkType(), known);
        }
        return known;
    }

    /** The interface's observation point: the one it had, if it was here before. */
    private int point(Interface link) {
        var point = new FrameSource.Point(link.name(), link.index());
        int known = points.indexOf(point);
        if (known >= 0) {
            return known;
        }
        var more = new ArrayList<>(points);
        more.add(point);
        points = List.copyOf(more);
        return more.size() - 1;
    }

    private void tellIfWaiting(List<Interface> all) {
        boolean nothing = opened.isEmpty();
        if (nothing && !waiting) {
            listener.waiting(all);
        }
        waiting = nothing;
    }

    /** Nobody polls any more, or has yet: closes all workers and with the first of them this. */
    @Override
    public void close() {
        workers.forEach(RingCapture::close);
    }

    /** Interfaces are not looked after any more. Rings are their workers' to close: others may still be reading theirs. */
    void leave() {
        stopped = true;
        events.close();
    }
}

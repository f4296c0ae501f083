package io.tidemark.aggregator.window;

import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.grain.Grains;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.flow.FlowBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The windows of one flow partition. A batch that was not there before goes into its window. A window closes when every live
 * node of its group has marked it or a later one; within a group, in the order of time. A node is live from its first batch
 * until its goodbye, or until it is silent for the allowed lateness: then the windows that wait for it close as incomplete and
 * name it. What comes for a closed window opens a revision of it, which closes when those who sent for it mark it again.
 *
 * <p>Time is log time: when the broker took a record. Nothing depends on a clock of this machine, or on how the log is cut into
 * polls; {@link #advance} only does early what the next record would do. So whoever reads on from a {@link Checkpoint} closes
 * the same windows with the same rows.
 *
 * <p>One thread at a time.
 */
public final class PartitionWindows {
    /** How many silent nodes are remembered, and how many files that were read to their end. What is forgotten is new again. */
    private static final int REMEMBERED = 64;

    private static final long NONE = Long.MIN_VALUE;

    private final WindowLimits limits;
    private final GrainLimits grains;
    private final Tally tally;
    private final Memory memory;
    private final Grains.Sizes sizes = new Grains.Sizes();

    private final Map<String, Group> groups = new HashMap<>();
    private final Map<Node.Key, Node> nodes = new HashMap<>();
    /** Of each name the node with the latest epoch. */
    private final Map<String, Node> latest = new HashMap<>();

    private final LinkedHashSet<Long> finished = new LinkedHashSet<>();
    private final List<ClosedWindow> closed = new ArrayList<>();
    private int openWindows;

    private boolean started;
    private long position;
    private long logMillis = NONE;
    private long settlesMillis = NONE;
    /** Nobody falls silent and nothing settles before log time passes this. */
    private long nextLookMillis = NONE;
    /** What was read before a restart and is read again now; null: nothing. */
    private Reread reread;

    /**
     * The windows of a partition of which nothing is known.
     *
     * @param memory what all open windows of the process hold together
     */
    public PartitionWindows(WindowLimits limits, GrainLimits grains, Tally tally, Memory memory) {
        this.memory = memory;
        this.limits = limits;
        this.grains = grains;
        this.tally = tally;
    }

    /** The windows as they were at a checkpoint. The log must now be read from its offset on. */
    public static PartitionWindows restored(
            Checkpoint checkpoint, WindowLimits limits, GrainLimits grains, Tally tally, Memory memory) {
        var windows = new PartitionWindows(limits, grains, tally, memory);
        windows.restore(checkpoint);
        return windows;
    }

    /**
     * Takes the next record of the log.
     *
     * @param appendMillis when the broker took it, ms since 1970
     * @param batch        valid; it is not kept
     */
    public void add(long offset, long appendMillis, FlowBatch batch) {
        if (isReread(offset)) {
            fill(offset, batch);
        } else {
            moveTo(offset, appendMillis);
            take(offset, batch);
        }
        passed(offset);
    }

    /** Passes over a record of the log that is no batch. */
    public void skip(long offset, long appendMillis) {
        if (!isReread(offset)) {
            moveTo(offset, appendMillis);
        }
        passed(offset);
    }

    /**
     * The log has come to its end, and nothing was added to it up to this time: nodes may have fallen silent.
     *
     * @param millis log time, ms since 1970
     */
    public void advance(long millis) {
        if (started && reread == null) {
            moveTo(position, millis);
        }
    }

    /** The windows that have closed since the last call, in order. */
    public List<ClosedWindow> takeClosed() {
        var taken = List.copyOf(closed);
        closed.clear();
        return taken;
    }

    /** A closed window was written: its memory is free for the next one. */
    public void end(ClosedWindow window) {
        window.grains().end(sizes);
    }

    /** The partition is somebody else's: the windows that are open are of no use. Nothing may be called after this. */
    public void end() {
        takeClosed().forEach(this::end);
        for (var group : groups.values()) {
            openWindowsOf(group).forEach(window -> window.grains.end(sizes));
        }
    }

    /** How many windows are open, revisions included. */
    public int openWindows() {
        return openWindows;
    }

    /** The offset after the last record that was taken or passed over. */
    public long position() {
        return position;
    }

    /** Log time, ms since 1970; Long.MIN_VALUE before the first record. */
    public long logMillis() {
        return logMillis;
    }

    /** True: this record was read before a restart already, and what it closed is published. */
    public boolean wasRead(long offset) {
        return isReread(offset);
    }

    /** True: records that were read before a restart are being read again; nothing closes meanwhile. */
    public boolean isRereading() {
        return reread != null;
    }

    // ---- a record --------------------------------------------------------------------------------------------------

    private void take(long offset, FlowBatch batch) {
        var key = Node.Key.of(batch);
        if (finished.contains(key.digest())) {
            tally.duplicates.increment();
            return;
        }
        var node = nodes.containsKey(key) ? nodes.get(key) : join(key, batch);
        hear(node);
        if (!isNext(node, batch.getSequence())) {
            tally.duplicates.increment();
            return;
        }
        tally.batches.increment();
        tally.flows.add(batch.getFlows().length());
        fillIn(node, offset, batch);
        closeUpTo(node.group);
        closeTooMany();
    }

    private void fillIn(Node node, long offset, FlowBatch batch) {
        long start = batch.getWindowStartNs();
        boolean late = start <= node.group.watermark;
        if (late) {
            tally.lateFlows.add(batch.getFlows().length());
            tellLateness(node.group, batch);
        }
        var window = open(node.group, start, batch.getWindowLengthNs(), late, offset);
        tally.coarseFlows.add(window.grains.add(batch));
        if (late) {
            window.owes(node.name());
        }
        if (batch.hasMarker()) {
            mark(node, start);
            if (batch.getMarker().getGoodbye()) {
                leave(node);
            }
        } else if (late && !node.live) {
            missLate(node.group, window, node.name());
        }
    }

    private void tellLateness(Group group, FlowBatch batch) {
        if (!group.own && batch.getFlows().length() > 0) {
            tally.lateness.accept(logMillis - (batch.getWindowStartNs() + batch.getWindowLengthNs()) / 1_000_000);
        }
    }

    private boolean isNext(Node node, long sequence) {
        if (node.next == Node.UNKNOWN || sequence == node.next) {
            node.next = sequence + 1;
            return true;
        }
        if (sequence < node.next) {
            return false;
        }
        tally.gaps.add(sequence - node.next);
        node.next = sequence + 1;
        return true;
    }

    private Window open(Group group, long start, long length, boolean late, long offset) {
        var windows = late ? group.late : group.open;
        var window = windows.get(start);
        if (window == null) {
            window = new Window(start, length, offset, late, new Grains(grains, new Share(memory), sizes));
            windows.put(start, window);
            openWindows++;
            group.highest = Math.max(group.highest, start);
        }
        return window;
    }

    // ---- nodes that come and go ------------------------------------------------------------------------------------

    /** A node in a new epoch takes the place of the one before, whose process has ended without a goodbye. */
    private Node join(Node.Key key, FlowBatch batch) {
        forgetSilent();
        var name = batch.getWindowGroup();
        var node = new Node(key, groups.computeIfAbsent(name, n -> new Group(n, n.equals(key.name()))));
        nodes.put(key, node);
        var before = latest.get(key.name());
        if (before != null && Long.compareUnsigned(before.key.epoch(), key.epoch()) > 0) {
            return node;
        }
        latest.put(key.name(), node);
        if (before != null && before.live) {
            fallSilent(before);
            if (before.group != node.group) {
                closeUpTo(before.group);
            }
        }
        return node;
    }

    /** Any batch is a sign of life; but not the last words of a process that another one has followed. */
    private void hear(Node node) {
        node.seenMillis = logMillis;
        nextLookMillis = Math.min(nextLookMillis, logMillis + limits.allowedLatenessMillis());
        if (!node.live && latest.get(node.name()) == node) {
            node.live = true;
            node.group.live.add(node);
        }
    }

    private void mark(Node node, long start) {
        node.mark = Math.max(node.mark, start);
        for (var window : List.copyOf(node.group.late.headMap(start, true).values())) {
            settle(node.group, window, node.name());
        }
    }

    private void leave(Node node) {
        stopWaitingFor(node);
        for (var window : List.copyOf(node.group.late.values())) {
            settle(node.group, window, node.name());
        }
        nodes.remove(node.key);
        latest.remove(node.name(), node);
        if (node.group.own) {
            finished.add(node.key.digest());
            if (finished.size() > REMEMBERED) {
                finished.removeFirst();
            }
            closeUpTo(node.group);
            groups.remove(node.group.name);
        }
    }

    private void fallSilent(Node node) {
        stopWaitingFor(node);
        tally.silentNodes.increment();
        for (var window : node.group.open.tailMap(node.mark, false).values()) {
            window.misses(List.of(node.name()));
        }
        for (var window : List.copyOf(node.group.late.values())) {
            if (window.owing().contains(node.name())) {
                missLate(node.group, window, node.name());
            }
        }
    }

    private void missLate(Group group, Window revision, String node) {
        revision.misses(List.of(node));
        settle(group, revision, node);
    }

    private static void stopWaitingFor(Node node) {
        node.live = false;
        node.group.live.remove(node);
    }

    /** Of nodes that are silent, those that were heard last are remembered: they may send again what they sent before. */
    private void forgetSilent() {
        var silent = new ArrayList<>(nodes.values());
        silent.removeIf(node -> node.live);
        silent.sort(Comparator.comparingLong((Node node) -> node.seenMillis)
                .thenComparing(Node::name)
                .thenComparing(node -> node.key.epoch()));
        for (var node : silent.subList(0, Math.max(0, silent.size() - REMEMBERED))) {
            nodes.remove(node.key);
            if (latest.remove(node.name(), node) && node.group.own) {
                groups.remove(node.group.name);
            }
        }
    }

    // ---- log time --------------------------------------------------------------------------------------------------

    private void moveTo(long offset, long millis) {
        endReread();
        boolean first = !started;
        started = true;
        logMillis = Math.max(logMillis, millis);
        if (first && offset > 0) { // the log has lost its beginning: nodes may be live that are yet to be heard
            settlesMillis = logMillis + limits.allowedLatenessMillis();
        }
        if (first || logMillis > nextLookMillis) {
            look();
        }
    }

    private void look() {
        nextLookMillis = settlesMillis >= logMillis ? settlesMillis : Long.MAX_VALUE;
        boolean silent = false;
        for (var group : List.copyOf(groups.values())) {
            for (var node : List.copyOf(group.live)) {
                long until = node.seenMillis + limits.allowedLatenessMillis();
                if (until < logMillis) {
                    fallSilent(node);
                    silent = true;
                } else {
                    nextLookMillis = Math.min(nextLookMillis, until);
                }
            }
            closeUpTo(group);
        }
        if (silent) {
            forgetSilent();
        }
    }

    // ---- windows that close ----------------------------------------------------------------------------------------

    private void closeUpTo(Group group) {
        long reached = group.reached();
        if (reached <= group.watermark || !group.own && logMillis <= settlesMillis) {
            return;
        }
        group.watermark = reached;
        while (!group.open.isEmpty() && group.open.firstKey() <= reached) {
            close(group, group.open.pollFirstEntry().getValue());
        }
    }

    private void settle(Group group, Window revision, String node) {
        if (revision.settles(node)) {
            group.late.remove(revision.start);
            close(group, revision);
        }
    }

    private void close(Group group, Window window) {
        openWindows--;
        if (window.late && window.grains.isEmpty()) {
            window.grains.end(sizes);
            return; // a goodbye, or a window marked again, with nothing in it
        }
        var result = window.closed(group.name);
        (result.complete() ? tally.closedComplete : tally.closedIncomplete).increment();
        closed.add(result);
    }

    /** Bounds the memory: past the limit, the window that began first in the log closes, and those of its group before it. */
    private void closeTooMany() {
        while (openWindows > limits.maxOpenWindows()) {
            Group oldestsGroup = null;
            Window oldest = null;
            for (var group : groups.values()) {
                for (var window : openWindowsOf(group)) {
                    if (oldest == null || window.firstOffset < oldest.firstOffset) {
                        oldest = window;
                        oldestsGroup = group;
                    }
                }
            }
            closeAnyway(oldestsGroup, oldest);
        }
    }

    private void closeAnyway(Group group, Window window) {
        if (window.late) {
            window.misses(window.owing());
            group.late.remove(window.start);
            close(group, window);
            return;
        }
        group.watermark = window.start;
        while (!group.open.isEmpty() && group.open.firstKey() <= window.start) {
            var next = group.open.pollFirstEntry().getValue();
            next.misses(group.live.stream()
                    .filter(node -> node.mark < next.start)
                    .map(Node::name)
                    .toList());
            close(group, next);
        }
    }

    private static List<Window> openWindowsOf(Group group) {
        var windows = new ArrayList<>(group.open.values());
        windows.addAll(group.late.values());
        return windows;
    }

    // ---- stop and go on --------------------------------------------------------------------------------------------

    /**
     * What must be known to go on from here, once all windows that have closed so far are published.
     *
     * @throws IllegalStateException while {@link #isRereading}: the checkpoint before still holds
     */
    public Checkpoint checkpoint() {
        if (reread != null) {
            throw new IllegalStateException("still reading what was read before the restart");
        }
        long offset = position;
        var order = new ArrayList<>(groups.values());
        order.sort(Comparator.comparing(group -> group.name));
        var states = new ArrayList<Checkpoint.GroupState>();
        var windows = new ArrayList<Checkpoint.WindowState>();
        var indices = new HashMap<Group, Integer>();
        for (var group : order) {
            indices.put(group, indices.size());
            states.add(new Checkpoint.GroupState(group.name, group.own, group.watermark, group.highest));
            for (var window : openWindowsOf(group)) {
                offset = Math.min(offset, window.firstOffset);
                if (window.late || !window.missing().isEmpty()) {
                    windows.add(new Checkpoint.WindowState(
                            indices.get(group),
                            window.start,
                            window.late,
                            window.firstOffset,
                            window.missing(),
                            window.owing()));
                }
            }
        }
        var known = nodes.values().stream()
                .map(node -> new Checkpoint.NodeState(
                        indices.get(node.group),
                        node.name(),
                        node.key.epoch(),
                        node.next,
                        node.mark,
                        node.seenMillis,
                        node.live))
                .sorted(Comparator.comparing(Checkpoint.NodeState::name).thenComparing(Checkpoint.NodeState::epoch))
                .toList();
        return new Checkpoint(
                offset, position, logMillis, settlesMillis, states, known, List.copyOf(finished), windows);
    }

    private void restore(Checkpoint checkpoint) {
        started = true;
        position = checkpoint.offset();
        logMillis = checkpoint.logMillis();
        settlesMillis = checkpoint.settlesMillis();
        finished.addAll(checkpoint.finished());
        var order = new ArrayList<Group>();
        for (var state : checkpoint.groups()) {
            var group = new Group(state.name(), state.own());
            group.watermark = state.watermark();
            group.highest = state.highest();
            groups.put(group.name, group);
            order.add(group);
        }
        for (var state : checkpoint.nodes()) {
            restore(state, order.get(state.group()));
        }
        if (checkpoint.offset() < checkpoint.position()) {
            reread = new Reread(checkpoint);
        }
    }

    private void restore(Checkpoint.NodeState state, Group group) {
        var node = new Node(new Node.Key(state.name(), state.epoch()), group);
        node.next = state.next();
        node.mark = state.mark();
        node.seenMillis = state.seenMillis();
        node.live = state.live();
        if (node.live) {
            group.live.add(node);
        }
        nodes.put(node.key, node);
        latest.merge(
                node.name(),
                node,
                (one, other) -> Long.compareUnsigned(one.key.epoch(), other.key.epoch()) < 0 ? other : one);
    }

    private boolean isReread(long offset) {
        return reread != null && offset < reread.end();
    }

    private void passed(long offset) {
        position = offset + 1;
        if (reread != null && position >= reread.end()) {
            endReread();
        }
    }

    /** Puts a record that was taken before the restart back into its window, if that was still open. */
    private void fill(long offset, FlowBatch batch) {
        tally.reread.increment();
        var group = groups.get(batch.getWindowGroup());
        if (!reread.isFirst(batch) || group == null) {
            return;
        }
        long start = batch.getWindowStartNs();
        boolean late = start <= group.watermark;
        if (!late || reread.wasOpenLate(group, start, offset)) {
            var window = open(group, start, batch.getWindowLengthNs(), late, offset);
            window.grains.add(batch);
            reread.remind(group, window);
        }
    }

    /** Who owed a revision a marker and was left out of the checkpoint is not waited for. */
    private void endReread() {
        if (reread == null) {
            return;
        }
        reread = null;
        for (var group : groups.values()) {
            for (var window : List.copyOf(group.late.values())) {
                window.owing().stream()
                        .filter(node -> !group.hears(node))
                        .forEach(node -> missLate(group, window, node));
            }
        }
    }
}

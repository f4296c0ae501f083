package io.tidemark.query;

import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import io.tidemark.contract.window.WindowLength;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import us.hebi.quickbuf.ProtoMessage;

/**
 * Makes summaries as the aggregator would of random traffic, the same for the same seed: what a window's conversations, its
 * applications, its node and its ledger say about it agrees.
 */
final class Generator {
    static final int PARTITIONS = 4;
    private static final int ENTITIES = 5;
    private static final int[] PORTS = {443, 53, 80, 22, 12345, 5432, 0};
    private static final int[] PROTOCOLS = {6, 17, 6, 6, 6, 6, 58};

    private final Random random;
    private final String group;
    private final String node;
    private long clock = WindowLength.nanos(Instant.parse("2026-06-01T00:00:00Z"));

    Generator(long seed, String group, String node) {
        this.random = new Random(seed);
        this.group = group;
        this.node = node;
    }

    /** One closing of each of so many windows in a row, on every partition. */
    List<SummaryBatch> windows(Instant first, int count, int revision) {
        var batches = new ArrayList<SummaryBatch>();
        for (int w = 0; w < count; w++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                batches.add(window(WindowLength.nanos(first) + w * WindowLength.DEFAULT.nanos(), partition, revision));
            }
        }
        return batches;
    }

    private SummaryBatch window(long start, int partition, int revision) {
        var batch = SummaryBatch.newInstance()
                .setWindowStartNs(start)
                .setWindowLengthNs(WindowLength.DEFAULT.nanos())
                .setWindowGroup(group)
                .setPartition(partition)
                .setRevision(revision)
                .setComplete(true)
                .setClosedAtNs(clock += 1_000_000)
                .setParts(1);
        var whole = totals(0);
        var applications = new ArrayList<Totals>();
        for (int i = 0; i < PORTS.length; i++) {
            applications.add(totals(0));
        }
        entities(batch);
        var pairs = new TreeMap<Integer, Totals>();
        for (int i = 0; i < 12; i++) {
            int application = random.nextInt(PORTS.length);
            var totals = totals(1 + random.nextInt(50));
            int client = i == 11 ? 0 : i % (ENTITIES + 1);
            int server = i == 11 ? 0 : random.nextInt(ENTITIES + 1);
            // each key once in a batch: the client's last byte counts up
            conversation(batch, i, application, i == 11)
                    .setTotals(totals)
                    .setClientEndpoint(client)
                    .setServerEndpoint(server);
            int other = i == 11 ? PORTS.length : application;
            add(
                    pairs.computeIfAbsent((client * 100 + server) * 100 + other * 10 + application, pair -> totals(0)),
                    totals);
            add(applications.get(application), totals);
            add(whole, totals);
        }
        for (int i = 0; i < PORTS.length; i++) {
            if (applications.get(i).getFlows() > 0) {
                batch.getMutableApplications()
                        .next()
                        .setProtocol(PROTOCOLS[i])
                        .setServerPort(PORTS[i])
                        .setTotals(applications.get(i));
            }
        }
        pairs.forEach((key, totals) -> {
            boolean other = key / 10 % 10 == PORTS.length;
            batch.getMutableWorkloads()
                    .next()
                    .setClient(key / 10_000)
                    .setServer(key / 100 % 100)
                    .setProtocol(PROTOCOLS[key % 10])
                    .setServerPort(other ? 0 : PORTS[key % 10])
                    .setOther(other)
                    .setTotals(totals);
        });
        long packets = whole.getForward().getPackets() + whole.getReverse().getPackets();
        long bytes = whole.getForward().getFrameBytes() + whole.getReverse().getFrameBytes();
        batch.getMutableNodes()
                .next()
                .setNode(node)
                .setTotals(whole)
                .setAnnouncedFlows(whole.getFlows())
                .setAnnouncedPackets(packets)
                .setAnnouncedFrameBytes(bytes);
        // every partition carries its share of the ledger, so that a window balances whatever is looked at
        var ledger = batch.getMutableLedgers().next();
        ledger.setNode(node).setPoint("eth0").setMeteredPackets(packets).setMeteredBytes(bytes);
        ledger.setReceivedPackets(packets + 3 + 1).setReceivedBytes(bytes + 180 + 60);
        ledger.getMutableDrops().next().setCause("not_ip").setPackets(3).setBytes(180);
        ledger.getMutableDrops().next().setCause("malformed_ip").setPackets(1).setBytes(60);
        return batch;
    }

    /** Two workloads in one namespace, one in another, a network and a place. */
    private static void entities(SummaryBatch batch) {
        var endpoints = batch.getMutableEndpoints();
        endpoints.next().setNamespace("shop").setWorkloadKind("Deployment").setWorkload("cart");
        endpoints.next().setNamespace("shop").setWorkloadKind("StatefulSet").setWorkload("db");
        endpoints
                .next()
                .setNamespace("kube-system")
                .setWorkloadKind("DaemonSet")
                .setWorkload("dns");
        endpoints.next().setNetwork("office");
        endpoints.next().setCountry("NZ").setAsNumber((int) 4_200_000_000L).setAsOrganization("Example Net");
    }

    private ConversationSummary conversation(SummaryBatch batch, int index, int application, boolean other) {
        var conversation = batch.getMutableConversations().next();
        conversation.setProtocol(PROTOCOLS[application]);
        if (other) {
            return conversation.setOther(true).setServerPort(0);
        }
        byte server = (byte) (1 + random.nextInt(5));
        if (application == 6) {
            conversation.addAllClientAddr(ipv6((byte) (1 + index)));
            conversation.addAllServerAddr(ipv6((byte) (100 + server)));
        } else {
            conversation.addAllClientAddr(new byte[] {10, 0, 0, (byte) index});
            conversation.addAllServerAddr(new byte[] {10, 0, 1, server});
        }
        return conversation.setServerPort(PORTS[application]);
    }

    private static byte[] ipv6(byte last) {
        return new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last};
    }

    private Totals totals(int flows) {
        var totals = Totals.newInstance().setFlows(flows);
        volume(totals.getMutableForward(), flows);
        volume(totals.getMutableReverse(), flows / 2);
        totals.setRetransmittedPackets(flows / 7)
                .setOutOfOrderPackets(flows / 11)
                .setZeroWindows(0);
        return totals;
    }

    private void volume(Volume volume, int flows) {
        long packets = flows == 0 ? 0 : flows + random.nextInt(flows);
        volume.setPackets(packets).setBytes(packets * 40 + flows * 1000L).setFrameBytes(packets * 54 + flows * 1000L);
    }

    private static void add(Totals sum, Totals totals) {
        sum.setFlows(sum.getFlows() + totals.getFlows());
        add(sum.getMutableForward(), totals.getForward());
        add(sum.getMutableReverse(), totals.getReverse());
        sum.setRetransmittedPackets(sum.getRetransmittedPackets() + totals.getRetransmittedPackets());
        sum.setOutOfOrderPackets(sum.getOutOfOrderPackets() + totals.getOutOfOrderPackets());
    }

    private static void add(Volume sum, Volume volume) {
        sum.setPackets(sum.getPackets() + volume.getPackets());
        sum.setBytes(sum.getBytes() + volume.getBytes());
        sum.setFrameBytes(sum.getFrameBytes() + volume.getFrameBytes());
    }

    static byte[] bytes(ProtoMessage<?> message) {
        return message.toByteArray();
    }
}

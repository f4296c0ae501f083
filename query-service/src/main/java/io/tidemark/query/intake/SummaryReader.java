package io.tidemark.query.intake;

import io.tidemark.contract.summary.ApplicationSummary;
import io.tidemark.contract.summary.Cause;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.Endpoint;
import io.tidemark.contract.summary.LedgerSummary;
import io.tidemark.contract.summary.NodeSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import io.tidemark.contract.summary.WorkloadSummary;
import io.tidemark.contract.window.WindowLength;
import java.io.IOException;
import us.hebi.quickbuf.ProtoSource;
import us.hebi.quickbuf.RepeatedByte;

/**
 * Reads records into one message that is used again and again, and refuses those that PostgreSQL could not hold: what it
 * gives out can be written. One thread uses it.
 */
final class SummaryReader {
    private final SummaryBatch batch = SummaryBatch.newInstance();
    private final ProtoSource source = ProtoSource.newArraySource();

    /** The message in this record; valid until the next call. */
    SummaryBatch read(byte[] value) throws UnreadableSummary {
        if (value == null) {
            throw new UnreadableSummary("no value");
        }
        try {
            batch.clear(); // clearQuick() leaves old values behind what is absent, and getters give them
            batch.mergeFrom(source.setInput(value, 0, value.length));
            source.checkLastTagWas(0);
        } catch (IOException e) {
            throw new UnreadableSummary("no SummaryBatch: " + e.getMessage());
        }
        check();
        return batch;
    }

    private void check() throws UnreadableSummary {
        try {
            var length = new WindowLength(batch.getWindowLengthNs());
            require(length.startOf(batch.getWindowStartNs()) == batch.getWindowStartNs(), "a start between windows");
        } catch (IllegalArgumentException e) {
            throw new UnreadableSummary(e.getMessage());
        }
        text("window_group", batch.getWindowGroup());
        require(batch.getPartition() >= 0 && batch.getRevision() >= 0, "a partition or revision beyond 31 bits");
        require(
                batch.getParts() >= 1 && batch.getPart() >= 0 && batch.getPart() < batch.getParts(),
                "a part beyond parts");
        for (int i = 0; i < batch.getMissingNodes().length(); i++) {
            text("missing node", batch.getMissingNodes().get(i));
        }
        for (NodeSummary node : batch.getNodes()) {
            text("node", node.getNode());
            totals(node.getTotals());
            counts(node.getAnnouncedFlows(), node.getAnnouncedPackets(), node.getAnnouncedFrameBytes());
        }
        for (LedgerSummary ledger : batch.getLedgers()) {
            text("node", ledger.getNode());
            text("point", ledger.getPoint());
            counts(ledger.getReceivedPackets(), ledger.getReceivedBytes(), ledger.getMeteredPackets());
            counts(ledger.getMeteredBytes());
            for (Cause drop : ledger.getDrops()) {
                text("cause", drop.getCause());
                counts(drop.getPackets(), drop.getBytes());
            }
        }
        for (ApplicationSummary application : batch.getApplications()) {
            application(application.getProtocol(), application.getServerPort());
            totals(application.getTotals());
        }
        for (ConversationSummary conversation : batch.getConversations()) {
            application(conversation.getProtocol(), conversation.getServerPort());
            if (!conversation.getOther()) {
                address(conversation.getClientAddr());
                address(conversation.getServerAddr());
            }
            endpoints(conversation.getClientEndpoint(), conversation.getServerEndpoint());
            totals(conversation.getTotals());
        }
        for (WorkloadSummary pair : batch.getWorkloads()) {
            application(pair.getProtocol(), pair.getServerPort());
            endpoints(pair.getClient(), pair.getServer());
            totals(pair.getTotals());
        }
        for (Endpoint endpoint : batch.getEndpoints()) {
            endpoint(endpoint);
        }
    }

    private void endpoints(int client, int server) throws UnreadableSummary {
        int count = batch.getEndpoints().length();
        require(client >= 0 && client <= count && server >= 0 && server <= count, "an endpoint beyond the batch's");
    }

    private static void endpoint(Endpoint endpoint) throws UnreadableSummary {
        storable("namespace", endpoint.getNamespace());
        storable("workload kind", endpoint.getWorkloadKind());
        storable("workload", endpoint.getWorkload());
        storable("pod", endpoint.getPod());
        storable("node", endpoint.getNode());
        storable("zone", endpoint.getZone());
        storable("service", endpoint.getService());
        storable("network", endpoint.getNetwork());
        storable("country", endpoint.getCountry());
        storable("organization", endpoint.getAsOrganization());
    }

    private static void totals(Totals totals) throws UnreadableSummary {
        counts(
                totals.getFlows(),
                totals.getRetransmittedPackets(),
                totals.getOutOfOrderPackets(),
                totals.getZeroWindows());
        volume(totals.getForward());
        volume(totals.getReverse());
    }

    private static void volume(Volume volume) throws UnreadableSummary {
        counts(volume.getPackets(), volume.getBytes(), volume.getFrameBytes());
    }

    private static void application(int protocol, int port) throws UnreadableSummary {
        require(protocol >= 0 && protocol <= 255, "a protocol beyond 255");
        require(port >= 0 && port <= 65535, "a port beyond 65535");
    }

    private static void address(RepeatedByte address) throws UnreadableSummary {
        require(address.length() == 4 || address.length() == 16, "an address of neither 4 nor 16 bytes");
    }

    /** PostgreSQL's bigint ends at 2^63 - 1. */
    private static void counts(long... counts) throws UnreadableSummary {
        for (long count : counts) {
            require(count >= 0, "a count beyond 63 bits");
        }
    }

    private static void text(String what, String text) throws UnreadableSummary {
        require(!text.isEmpty(), what + " is empty");
        storable(what, text);
    }

    /** PostgreSQL's text holds anything but NUL. */
    private static void storable(String what, String text) throws UnreadableSummary {
        require(text.indexOf('\0') < 0, what + " has a NUL in it");
    }

    private static void require(boolean truth, String otherwise) throws UnreadableSummary {
        if (!truth) {
            throw new UnreadableSummary(otherwise);
        }
    }
}

package io.tidemark.cli.flows;

import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.FrameSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** One capture's way from the meter to the output; adds up its ledger. */
final class CaptureOutput implements FlowSink {
    private final Format format;
    private final Format.Capture capture;
    private final Supplier<List<FrameSource.Point>> points;
    private final boolean live;
    private final Ledger total = new Ledger();
    private long flows;

    CaptureOutput(Format format, Format.Capture capture, FrameSource source) {
        this.format = format;
        this.capture = capture;
        this.points = source::points;
        this.live = source.live();
    }

    @Override
    public void flow(FlowRecord flow) {
        flows++;
        format.flow(capture, points.get().get(flow.point()).name(), flow);
    }

    @Override
    public void windowEnd(long windowStart, List<Ledger> ledgers) {
        ledgers.stream().filter(Objects::nonNull).forEach(total::add);
        if (live) {
            format.flush();
        }
    }

    @Override
    public void end() {
        format.ledger(capture, total, flows);
        format.flush();
    }
}

package io.tidemark.capture.capture;

import io.tidemark.metering.source.Interface;
import io.tidemark.metering.source.LinkListener;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Tells the log how interfaces come and go. */
final class LinkLog implements LinkListener {
    private static final Logger LOG = Logger.getLogger(LinkLog.class);

    @Override
    public void opened(Interface link, long ringBytes) {
        LOG.infof("interface opened: name=%s index=%d ring_bytes=%d", link.name(), link.index(), ringBytes);
    }

    @Override
    public void closed(Interface link) {
        LOG.infof("interface is gone or down: name=%s index=%d", link.name(), link.index());
    }

    @Override
    public void refused(Interface link, String reason) {
        LOG.warnf("interface is left out: name=%s index=%d reason=%s", link.name(), link.index(), reason);
    }

    @Override
    public void waiting(List<Interface> there) {
        LOG.infof(
                "no interface is meant that is up, waiting for one: there=%s",
                there.stream().map(Interface::name).collect(Collectors.joining(",")));
    }
}

package io.tidemark.metering.source;

import java.util.ArrayList;
import java.util.List;

/** Notes what a {@link LinkListener} is told, by the interfaces' names. */
final class Heard implements LinkListener {
    final List<String> opened = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    int waiting;

    @Override
    public void opened(Interface link, long ringBytes) {
        opened.add(link.name());
    }

    @Override
    public void closed(Interface link) {
        closed.add(link.name());
    }

    @Override
    public void refused(Interface link, String reason) {
        refused.add(link.name() + ": " + reason);
    }

    @Override
    public void waiting(List<Interface> there) {
        waiting++;
    }
}

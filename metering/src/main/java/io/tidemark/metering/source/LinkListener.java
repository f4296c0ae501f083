package io.tidemark.metering.source;

import java.util.List;

/** Is told how the interfaces that are captured from come and go, each time once, on the thread that polls. */
public interface LinkListener {
    /** Hears nothing. */
    LinkListener NOBODY = new LinkListener() {
        @Override
        public void opened(Interface link, long ringBytes) {}

        @Override
        public void closed(Interface link) {}

        @Override
        public void refused(Interface link, String reason) {}

        @Override
        public void waiting(List<Interface> there) {}
    };

    /** Frames of this interface are given from now on. {@code ringBytes} of memory are shared with the kernel for it. */
    void opened(Interface link, long ringBytes);

    /** It went away or down, or is no longer meant: what had arrived is still given. */
    void closed(Interface link);

    /** It is meant, and cannot be captured from: it is left out as long as it exists. */
    void refused(Interface link, String reason);

    /** None is meant now; capture waits for one. {@code there} is what there is. */
    void waiting(List<Interface> there);
}

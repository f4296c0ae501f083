package io.tidemark.e2e.page;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts {@link TwoDays} once for all tests that want it, and stops it after the last; no page may complain. */
final class SharedTwoDays implements ParameterResolver, AfterEachCallback {
    @SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else
    private record Kept(TwoDays days) implements CloseableResource {
        @Override
        public void close() throws Throwable {
            days.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TwoDays.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var complaints = of(context).complaints();
        if (!complaints.isEmpty()) {
            throw new AssertionError("the page complains: " + complaints);
        }
    }

    private static TwoDays of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedTwoDays.class))
                .getOrComputeIfAbsent(Kept.class, key -> kept(), Kept.class)
                .days();
    }

    private static Kept kept() {
        try {
            return new Kept(TwoDays.start());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

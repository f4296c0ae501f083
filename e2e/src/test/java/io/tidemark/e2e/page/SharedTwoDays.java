package io.tidemark.e2e.page;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts {@link TwoDays} once for all tests that want it; JUnit closes it after the last. Pages are closed after each test, and none may complain. */
final class SharedTwoDays implements ParameterResolver, AfterEachCallback {
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
        var complaints = of(context).closePages();
        if (!complaints.isEmpty()) {
            throw new AssertionError("the page complains: " + complaints);
        }
    }

    private static TwoDays of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedTwoDays.class))
                .computeIfAbsent(TwoDays.class, key -> started(), TwoDays.class);
    }

    private static TwoDays started() {
        try {
            return TwoDays.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

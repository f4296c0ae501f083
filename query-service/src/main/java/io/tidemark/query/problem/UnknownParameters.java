package io.tidemark.query.problem;

import io.tidemark.query.text.Text;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a query parameter that a resource does not have: left out of account, it would make an answer to another question. */
public final class UnknownParameters {
    private static final Map<Method, Collection<String>> KNOWN = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void refuse(UriInfo asked, ResourceInfo resource) {
        var known = KNOWN.computeIfAbsent(resource.getResourceMethod(), UnknownParameters::of);
        for (String name : asked.getQueryParameters().keySet()) {
            if (!known.contains(name)) {
                throw new MalformedParameter(
                        name,
                        Text.of("there is no such parameter"),
                        Nearest.hint(name, known).orElseGet(() -> all(known)));
            }
        }
    }

    private static Text all(Collection<String> known) {
        return known.isEmpty() ? null : Text.of("there are %s", String.join(", ", known));
    }

    private static Collection<String> of(Method method) {
        var names = new TreeSet<String>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                fields(parameter.getType()).map(UnknownParameters::name).forEach(names::add);
            } else if (parameter.isAnnotationPresent(QueryParam.class)) {
                names.add(parameter.getAnnotation(QueryParam.class).value());
            }
        }
        return names;
    }

    private static Stream<Field> fields(Class<?> parameters) {
        return Arrays.stream(parameters.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(QueryParam.class));
    }

    private static String name(Field field) {
        return field.getAnnotation(QueryParam.class).value();
    }
}

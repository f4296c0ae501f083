package io.tidemark.charts;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads an object into fabric8's typed model of its kind and tells every field that the model does not know. fabric8 itself takes
 * unknown fields and keeps them in {@code getAdditionalProperties()}; whatever is found there anywhere in the tree is a mistake.
 */
final class StrictTypes {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private StrictTypes() {}

    /** What is wrong with an object, as {@code /spec/template: readynessProbe}; empty if all is known and of the right type. */
    static List<String> problems(Manifest manifest) {
        var problems = new ArrayList<String>();
        try {
            Object typed = SERIALIZATION.unmarshal(manifest.json().toString());
            if (typed instanceof GenericKubernetesResource) {
                problems.add("no model for %s %s".formatted(manifest.apiVersion(), manifest.kind()));
            } else {
                walk(typed, "", problems);
            }
        } catch (KubernetesClientException e) {
            problems.add(String.valueOf(e.getCause()));
        }
        return problems;
    }

    private static void walk(Object value, String path, List<String> problems) {
        switch (value) {
            case null -> {}
            case Collection<?> items -> {
                int at = 0;
                for (Object item : items) {
                    walk(item, path + "/" + at++, problems);
                }
            }
            case Map<?, ?> entries -> entries.forEach((key, entry) -> walk(entry, path + "/" + key, problems));
            default -> {
                if (isModel(value)) {
                    walkBean(value, path, problems);
                }
            }
        }
    }

    private static boolean isModel(Object value) {
        return value.getClass().getName().startsWith("io.fabric8.") && !(value instanceof Enum);
    }

    private static void walkBean(Object bean, String path, List<String> problems) {
        for (var method : bean.getClass().getMethods()) {
            if (!method.getName().startsWith("get")
                    || method.getParameterCount() > 0
                    || method.getDeclaringClass() == Object.class) {
                continue;
            }
            var property = Character.toLowerCase(method.getName().charAt(3))
                    + method.getName().substring(4);
            Object value;
            try {
                value = method.invoke(bean);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(method.toString(), e);
            }
            if (property.equals("additionalProperties")) {
                ((Map<?, ?>) value).keySet().forEach(key -> problems.add(path + ": " + key));
            } else {
                walk(value, path + "/" + property, problems);
            }
        }
    }
}

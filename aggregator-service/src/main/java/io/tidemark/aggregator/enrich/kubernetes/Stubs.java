package io.tidemark.aggregator.enrich.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What an informer keeps of each object to tell what is new: its name, uid and resource version. The object itself goes to the
 * handlers, whole, and then away.
 *
 * @param <T> the kind
 */
final class Stubs<T extends HasMetadata> implements ItemStore<T> {
    private final Map<String, Stub> stubs = new ConcurrentHashMap<>();
    private final Supplier<T> empty;

    /** @param empty makes an object of the kind without content */
    Stubs(Supplier<T> empty) {
        this.empty = empty;
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public T put(String key, T object) {
        var meta = object.getMetadata();
        return object(key, stubs.put(key, new Stub(meta.getUid(), meta.getResourceVersion())));
    }

    @Override
    public T remove(String key) {
        return object(key, stubs.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return stubs.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return stubs.entrySet().stream().map(entry -> object(entry.getKey(), entry.getValue()));
    }

    @Override
    public int size() {
        return stubs.size();
    }

    @Override
    public T get(String key) {
        return object(key, stubs.get(key));
    }

    /** False: handlers get each object as it comes, not a stub of it when the list has been read. */
    @Override
    public boolean isFullState() {
        return false;
    }

    private T object(String key, Stub stub) {
        if (stub == null) {
            return null;
        }
        int slash = key.indexOf('/');
        var meta = new ObjectMeta();
        meta.setNamespace(slash < 0 ? null : key.substring(0, slash));
        meta.setName(key.substring(slash + 1));
        meta.setUid(stub.uid);
        meta.setResourceVersion(stub.version);
        var object = empty.get();
        object.setMetadata(meta);
        return object;
    }

    /** What is kept beside the name. */
    private record Stub(String uid, String version) {}
}

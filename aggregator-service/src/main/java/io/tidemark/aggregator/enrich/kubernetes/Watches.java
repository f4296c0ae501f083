package io.tidemark.aggregator.enrich.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tidemark.contract.window.WindowLength;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lists and watches nodes, services and pods, and tells the directory. An informer for each kind: it lists in pages, watches from
 * there on, connects again when the API server was away, and lists anew when what it missed is too old to be told
 * (410 Gone). All the while the directory keeps what it knows.
 */
final class Watches implements AutoCloseable {
    /** Objects a page: a page of whole pods takes some 2 MB, and is let go before the next one comes. */
    private static final long PAGE = 250;

    private final Directory directory;
    private final InstantSource clock;
    private final Facts facts = new Facts();
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private volatile String trouble = "no answer yet";

    Watches(Directory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Begins, and returns at once. */
    void start(KubernetesClient client) {
        watch(client.nodes().withLimit(PAGE), Node::new, new Handler<>(this::node, node -> {
            directory.noNode(node.getMetadata().getName());
            directory.gone(node.getMetadata().getUid(), now());
        }));
        watch(client.services().inAnyNamespace().withLimit(PAGE), Service::new, new Handler<>(this::service, gone -> {
            directory.selects(
                    gone.getMetadata().getNamespace(), gone.getMetadata().getName(), Labels.NONE);
            directory.gone(gone.getMetadata().getUid(), now());
        }));
        watch(client.pods().inAnyNamespace().withLimit(PAGE), Pod::new, new Handler<>(this::pod, this::noPod));
    }

    private <T extends HasMetadata> void watch(Informable<T> kind, Supplier<T> empty, ResourceEventHandler<T> handler) {
        var informer = kind.runnableInformer(0);
        informer.removeNamespaceIndex();
        informer.itemStore(new Stubs<>(empty));
        informer.exceptionHandler((started, failure) -> {
            trouble = "%s: %s".formatted(informer.getApiTypeClass().getSimpleName(), failure.getMessage());
            return true;
        });
        informer.addEventHandler(handler);
        informer.start();
        informers.add(informer);
    }

    /** True: changes of each kind are told as they happen. */
    boolean areWatching() {
        return !informers.isEmpty() && informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** Why a watch failed last. */
    String trouble() {
        return trouble;
    }

    private void node(Node node) {
        var owner = facts.node(node);
        directory.zone(owner.name(), Facts.zoneOf(node));
        directory.has(owner, Facts.createdAt(node), Timeline.OPEN);
    }

    private void service(Service service) {
        var owner = facts.service(service);
        directory.selects(owner.namespace(), owner.name(), facts.selectorOf(service));
        directory.has(owner, Facts.createdAt(service), Timeline.OPEN);
    }

    private void pod(Pod pod) {
        facts.pod(pod).ifPresent(owner -> {
            long until = Facts.hasEnded(pod) ? Facts.endOf(pod).orElseGet(this::now) : Timeline.OPEN;
            directory.has(owner, Facts.startOf(pod), until);
        });
    }

    private void noPod(Pod pod) {
        directory.gone(pod.getMetadata().getUid(), Facts.endOf(pod).orElseGet(this::now));
    }

    private long now() {
        return WindowLength.nanos(clock.instant());
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    /** Takes an object that is new or has changed, and one that is gone, of which there may be but a stub. */
    private record Handler<T>(Consumer<T> is, Consumer<T> isGone) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            is.accept(object);
        }

        @Override
        public void onUpdate(T before, T now) {
            is.accept(now);
        }

        @Override
        public void onDelete(T object, boolean unknownFinalState) {
            isGone.accept(object);
        }
    }
}

package io.tidemark.aggregator.enrich.kubernetes;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import java.util.List;

/** What has addresses: a pod, a node or a service. */
sealed interface Owner {
    /** Of the object. */
    String uid();

    /** Those it has, as it was last told. */
    List<Address> addresses();

    /** What is told of its addresses, with what the directory knows of others now. */
    Endpoint endpoint(Directory directory);

    /** A pod in a network namespace of its own. Its zone and service are looked up once for each change of those. */
    final class Pod implements Owner {
        final String uid;
        final List<Address> addresses;
        final String namespace;
        final String kind;
        final String workload;
        final String name;
        final String node;
        final Labels labels;
        private volatile Told told;

        Pod(
                String uid,
                List<Address> addresses,
                String namespace,
                String kind,
                String workload,
                String name,
                String node,
                Labels labels) {
            this.uid = uid;
            this.addresses = addresses;
            this.namespace = namespace;
            this.kind = kind;
            this.workload = workload;
            this.name = name;
            this.node = node;
            this.labels = labels;
        }

        @Override
        public String uid() {
            return uid;
        }

        @Override
        public List<Address> addresses() {
            return addresses;
        }

        @Override
        public Endpoint endpoint(Directory directory) {
            long state = directory.state();
            var before = told;
            if (before != null && before.state == state) {
                return before.endpoint;
            }
            var endpoint = Endpoint.ofPod(
                    namespace, kind, workload, name, node, directory.zone(node), directory.service(namespace, labels));
            told = new Told(state, endpoint);
            return endpoint;
        }

        /** What was told in a state of the directory. */
        private record Told(long state, Endpoint endpoint) {}
    }

    /** A node; pods on the host's network have its addresses. */
    record Node(String uid, List<Address> addresses, String name) implements Owner {
        @Override
        public Endpoint endpoint(Directory directory) {
            return Endpoint.ofNode(name, directory.zone(name));
        }
    }

    /** A service's cluster IPs, external IPs and those of its load balancer. */
    record Service(String uid, List<Address> addresses, String namespace, String name) implements Owner {
        @Override
        public Endpoint endpoint(Directory directory) {
            return Endpoint.ofService(namespace, name);
        }
    }
}

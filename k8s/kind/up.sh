#!/usr/bin/env bash
# Makes a kind cluster and installs everything: Strimzi, Prometheus and Grafana, the metric adapter, PostgreSQL, Tidemark.
# Needs docker, kind, kubectl, helm, a JDK 25 and Maven. Run again, it goes on where it stopped. `kind delete cluster --name
# tidemark` takes all of it away.
set -euo pipefail
cd "$(dirname "$0")/../.."

STRIMZI=1.2.0
BASE_IMAGE=${BASE_IMAGE:-eclipse-temurin:25-jre}
TAG=0.1.0

main() {
    kind get clusters | grep -qx tidemark || kind create cluster --config k8s/kind/cluster.yaml
    kubectl config use-context kind-tidemark
    images
    operators
    kubectl apply -k k8s/kind
    database_secret
    helm upgrade --install tidemark charts/tidemark --namespace tidemark \
        --values charts/tidemark/ci/minimal-values.yaml --values k8s/kind/values.yaml --wait --timeout 15m
    helm test tidemark --namespace tidemark
}

images() {
    mvn -q -B -pl capture-service,aggregator-service,query-service -am package -DskipTests
    local service
    for service in capture-service aggregator-service query-service; do
        docker build --build-arg BASE_IMAGE="$BASE_IMAGE" -f "$service/src/main/docker/Dockerfile" \
            -t "tidemark/$service:$TAG" "$service"
        kind load docker-image --name tidemark "tidemark/$service:$TAG"
    done
}

operators() {
    helm upgrade --install strimzi oci://quay.io/strimzi-helm/strimzi-kafka-operator --version "$STRIMZI" \
        --namespace strimzi --create-namespace --set watchAnyNamespace=true --wait
    helm repo add prometheus-community https://prometheus-community.github.io/helm-charts --force-update
    helm upgrade --install kube-prometheus-stack prometheus-community/kube-prometheus-stack \
        --namespace monitoring --create-namespace --values k8s/monitoring/values.yaml --wait
    helm upgrade --install prometheus-adapter prometheus-community/prometheus-adapter \
        --namespace monitoring --values k8s/prometheus-adapter/values.yaml --wait
}

# Made once, at random: nothing here has a default password.
database_secret() {
    kubectl -n tidemark get secret postgresql >/dev/null 2>&1 ||
        kubectl -n tidemark create secret generic postgresql \
            --from-literal=username=tidemark --from-literal=password="$(openssl rand -hex 16)"
}

main "$@"

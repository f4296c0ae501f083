package io.tidemark.query.intake;

import io.tidemark.contract.summary.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import us.hebi.quickbuf.RepeatedMessage;

/**
 * What addresses belonged to, for each day once. Ids are hashes of what is told, so that each process and each day has the same
 * ones without asking.
 */
final class Endpoints {
    private final Map<Key, List<Object>> rows = new HashMap<>();

    /**
     * Takes a batch's.
     *
     * @param day its start, in nanoseconds since 1970
     * @return their ids by index + 1; at 0 is 0
     */
    long[] add(long day, RepeatedMessage<Endpoint> endpoints) {
        var ids = new long[endpoints.length() + 1];
        for (int i = 0; i < endpoints.length(); i++) {
            var columns = columns(endpoints.get(i));
            ids[i + 1] = id(columns);
            rows.put(new Key(day, ids[i + 1]), columns);
        }
        return ids;
    }

    /** Those taken so far, in an order that all processes have: two that write the same ones at once wait and do not deadlock. */
    void into(Rows into) {
        rows.entrySet().stream().sorted(Map.Entry.comparingByKey(Key.ORDER)).forEach(row -> {
            into.time(row.getKey().day).add(row.getKey().id);
            row.getValue().forEach(column -> add(into, column));
        });
    }

    private static void add(Rows into, Object column) {
        if (column instanceof Long number) {
            into.add(number.longValue());
        } else {
            into.add(column.toString());
        }
    }

    int size() {
        return rows.size();
    }

    private static List<Object> columns(Endpoint endpoint) {
        return List.of(
                endpoint.getNamespace(),
                endpoint.getWorkloadKind(),
                endpoint.getWorkload(),
                endpoint.getPod(),
                endpoint.getNode(),
                endpoint.getZone(),
                endpoint.getService(),
                endpoint.getNetwork(),
                endpoint.getCountry(),
                Integer.toUnsignedLong(endpoint.getAsNumber()),
                endpoint.getAsOrganization());
    }

    /** The first 64 bits of the SHA-256 of all columns, each with its length; never 0. */
    private static long id(List<Object> columns) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var column : columns) {
                var bytes = column.toString().getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            long id = ByteBuffer.wrap(digest.digest()).getLong();
            return id == 0 ? 1 : id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What a row is known by. */
    private record Key(long day, long id) {
        static final Comparator<Key> ORDER = Comparator.comparingLong(Key::day).thenComparingLong(Key::id);
    }
}

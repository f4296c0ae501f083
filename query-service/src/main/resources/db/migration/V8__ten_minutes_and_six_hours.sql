-- Ten minutes and six hours: what lies between a minute and an hour, an hour and a day. Answers read them at the edges of long ranges, where
-- no whole hour or day lies inside (docs/decisions/0046). Ten minutes and hours are both made of minutes, six hours and days of hours.

-- The same tables as of minutes, and the same policies.
DO $$
DECLARE
    grain text;
    resolution text;
BEGIN
    FOREACH grain IN ARRAY ARRAY['coverage', 'node_total', 'ledger', 'ledger_drop', 'application', 'workload_pair', 'conversation'] LOOP
        FOREACH resolution IN ARRAY ARRAY['10m', '6h'] LOOP
            EXECUTE format('CREATE TABLE %I (LIKE %I) PARTITION BY RANGE (window_start)', grain || '_' || resolution, grain || '_1m');
            EXECUTE format('CREATE INDEX %I ON %I (window_start, window_group)',
                grain || '_' || resolution || '_of_bucket', grain || '_' || resolution);
            EXECUTE format('CREATE POLICY seen ON %I FOR SELECT USING (%s)', grain || '_' || resolution,
                (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = to_regclass(grain || '_1m') AND polname = 'seen'));
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', grain || '_' || resolution);
        END LOOP;
    END LOOP;
END
$$;

-- One partition is a UTC day, of an hour and what is longer a month.
CREATE OR REPLACE FUNCTION partition_start(resolution text, at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT date_trunc(CASE WHEN resolution IN ('1h', '6h', '1d') THEN 'month' ELSE 'day' END, at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
$$;

CREATE OR REPLACE FUNCTION partition_end(resolution text, starts timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT (starts AT TIME ZONE 'UTC' + CASE WHEN resolution IN ('1h', '6h', '1d') THEN interval '1 month' ELSE interval '1 day' END)
        AT TIME ZONE 'UTC'
$$;

-- Of a bucket; a day is 24 hours.
CREATE FUNCTION bucket_length(resolution text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE resolution WHEN '1m' THEN interval '1 minute' WHEN '10m' THEN interval '10 minutes' WHEN '1h' THEN interval '1 hour'
        WHEN '6h' THEN interval '6 hours' WHEN '1d' THEN interval '24 hours' END
$$;

-- As in V7, of all resolutions.
CREATE OR REPLACE FUNCTION drop_time_partition(of_resolution text, first timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    until timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tidemark.time_partition'));
    PERFORM set_config('lock_timeout', '2s', true); -- answers that come now wait behind us; who is too slow is tried again
    LOCK TABLE time_partition IN ACCESS EXCLUSIVE MODE;
    SELECT ends INTO until FROM time_partition WHERE resolution = of_resolution AND starts = first;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- against a bulk that is being written: it has marked what it changes when this lock is there
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', partition_name((partitioned_tables(of_resolution))[1], first));
    IF EXISTS (SELECT FROM rollup_pending p WHERE of_resolution <> 'names' AND p.bucket < until
            AND p.bucket + bucket_length(p.resolution) > first) THEN
        RETURN false;
    END IF;
    IF of_resolution <> 'names' THEN
        EXECUTE format('INSERT INTO settled (resolution, starts, ends, window_group) SELECT DISTINCT %L, %L::timestamptz, %L::timestamptz,
            window_group FROM %I ON CONFLICT DO NOTHING',
            of_resolution, first, until, partition_name((partitioned_tables(of_resolution))[1], first));
    END IF;
    DELETE FROM time_partition WHERE resolution = of_resolution AND starts = first;
    FOREACH parent IN ARRAY partitioned_tables(of_resolution) LOOP
        EXECUTE format('DROP TABLE %I', partition_name(parent, first));
    END LOOP;
    RETURN true;
END
$$;

-- Who computes a bucket anew writes its coverage in the same transaction: that marks the buckets made of it. Here, so that minutes which a
-- process of the version before computes during an upgrade mark their ten minutes too.
CREATE FUNCTION mark_coarser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rollup_pending (resolution, bucket, window_group)
        SELECT DISTINCT resolution, date_bin(bucket_length(resolution), window_start, timestamptz 'epoch'), window_group
        FROM changed, unnest(TG_ARGV) resolution;
    RETURN NULL;
END
$$;

CREATE TRIGGER minute_added AFTER INSERT ON coverage_1m REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_coarser('10m', '1h');
CREATE TRIGGER minute_removed AFTER DELETE ON coverage_1m REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_coarser('10m', '1h');
CREATE TRIGGER hour_added AFTER INSERT ON coverage_1h REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_coarser('6h', '1d');
CREATE TRIGGER hour_removed AFTER DELETE ON coverage_1h REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION mark_coarser('6h', '1d');

-- What is there already is summed up in time; until then answers read minutes and hours in its place. What is not there any more never will be.
INSERT INTO rollup_pending (resolution, bucket, window_group)
    SELECT DISTINCT '10m', date_bin(bucket_length('10m'), window_start, timestamptz 'epoch'), window_group FROM coverage_1m
    UNION ALL
    SELECT DISTINCT '6h', date_bin(bucket_length('6h'), window_start, timestamptz 'epoch'), window_group FROM coverage_1h;

INSERT INTO settled (resolution, starts, ends, window_group, settled_at)
    SELECT CASE resolution WHEN '1m' THEN '10m' ELSE '6h' END, starts, ends, window_group, settled_at FROM settled
    WHERE resolution IN ('1m', '1h');

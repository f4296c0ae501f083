-- An answer holds time_partition from its first statement to its last (io.tidemark.query.range.Statements): what it counts on is not dropped
-- meanwhile. It could read what is there, then less of it, and tell a sum that is too small.

-- As in V4, but waits for answers that have begun, and those that begin wait for it.
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
            AND p.bucket + CASE p.resolution WHEN '1m' THEN interval '1 minute' WHEN '1h' THEN interval '1 hour'
                ELSE interval '24 hours' END > first) THEN
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

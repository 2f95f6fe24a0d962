-- Enqueueing with a lane: what waits for others (deliveries) must not keep back what does not.
DROP FUNCTION procrastinate.enqueue(text, jsonb, text, text, timestamp with time zone);
CREATE FUNCTION procrastinate.enqueue(
    task text, payload jsonb, object_lock text, waiting_lock text, due timestamp with time zone, lane text
)
    RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = procrastinate, pg_temp
AS $$
BEGIN
    RETURN (procrastinate_defer_jobs_v1(ARRAY[ROW(
        lane, task, 0, object_lock, waiting_lock, jsonb_build_object('payload', payload), due
    )::procrastinate_job_to_defer_v1]))[1];
EXCEPTION WHEN unique_violation THEN
    RETURN NULL;
END;
$$;

-- A job that waits behind another of its lock was announced in vain; when that one ends, it is again.
CREATE FUNCTION procrastinate.announce_next()
    RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = procrastinate, pg_temp
AS $$
DECLARE
    waiting record;
BEGIN
    SELECT id, queue_name INTO waiting FROM procrastinate_jobs
        WHERE lock = OLD.lock AND status = 'todo' AND id <> OLD.id ORDER BY id LIMIT 1;
    IF FOUND THEN
        PERFORM pg_notify(
            'procrastinate_queue_v1#' || waiting.queue_name,
            json_build_object('type', 'job_inserted', 'job_id', waiting.id)::text
        );
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER announce_next_of_ended
    AFTER UPDATE OF status ON procrastinate.procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing' AND NEW.status <> 'doing' AND OLD.lock IS NOT NULL)
    EXECUTE FUNCTION procrastinate.announce_next();
CREATE TRIGGER announce_next_of_removed
    AFTER DELETE ON procrastinate.procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing' AND OLD.lock IS NOT NULL)
    EXECUTE FUNCTION procrastinate.announce_next();

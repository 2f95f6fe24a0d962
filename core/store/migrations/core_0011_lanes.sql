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

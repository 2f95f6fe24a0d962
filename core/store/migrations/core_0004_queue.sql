-- Ours around procrastinate's tables: how a transaction enqueues, what a job has done, why it failed.
-- Row security is forced on no table here: nobody but zhijian_worker has any right on them.

-- A job's transaction puts its number here first, so that a second run finds it and does nothing.
CREATE TABLE procrastinate.done (
    job_id bigint PRIMARY KEY REFERENCES procrastinate.procrastinate_jobs (id) ON DELETE CASCADE
);

CREATE TABLE procrastinate.failure (
    job_id bigint PRIMARY KEY REFERENCES procrastinate.procrastinate_jobs (id) ON DELETE CASCADE,
    error text NOT NULL,
    at timestamp with time zone NOT NULL
);

-- Whoever may write at all may enqueue; the tables stay out of reach. NULL: one such job waits already.
CREATE FUNCTION procrastinate.enqueue(
    task text, payload jsonb, object_lock text, waiting_lock text, due timestamp with time zone
)
    RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = procrastinate, pg_temp
AS $$
BEGIN
    RETURN (procrastinate_defer_jobs_v1(ARRAY[ROW(
        'default', task, 0, object_lock, waiting_lock, jsonb_build_object('payload', payload), due
    )::procrastinate_job_to_defer_v1]))[1];
EXCEPTION WHEN unique_violation THEN
    RETURN NULL;
END;
$$;

-- The second wall of `retryJob`: only where everything may be seen. Says whether the job waits again.
CREATE FUNCTION procrastinate.retry(job bigint)
    RETURNS boolean
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = procrastinate, pg_temp
AS $$
BEGIN
    IF coalesce(current_setting('zj.reach', true), '') NOT IN ('all', 'system') THEN
        RETURN false;
    END IF;
    UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL
        WHERE id = job AND status IN ('failed', 'aborted', 'cancelled');
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM pg_notify(
        'procrastinate_any_queue_v1',
        json_build_object('type', 'job_inserted', 'job_id', job)::text
    );
    RETURN true;
END;
$$;

-- What a person may see of a job: no payload. It reads with the owner's rights, behind its own wall.
CREATE VIEW public.queued_job AS
    SELECT
        job.id,
        job.task_name::text AS task,
        CASE job.status
            WHEN 'todo' THEN 'WAITING'
            WHEN 'doing' THEN 'RUNNING'
            WHEN 'succeeded' THEN 'DONE'
            ELSE 'FAILED'
        END AS state,
        job.attempts,
        (
            SELECT min(event.at) FROM procrastinate.procrastinate_events AS event
            WHERE event.job_id = job.id AND event.type = 'deferred'
        ) AS queued_at,
        job.scheduled_at AS due_at,
        failure.error,
        failure.at AS failed_at
    FROM procrastinate.procrastinate_jobs AS job
    LEFT JOIN procrastinate.failure AS failure ON failure.job_id = job.id
    WHERE current_setting('zj.reach', true) IN ('all', 'system');

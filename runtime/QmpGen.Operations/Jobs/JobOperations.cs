using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Operations;

/// <summary>Runs and follows jobs: backups, mirrors, commits, streams, snapshots and the creation of images.</summary>
public static class JobOperations
{
    /// <summary>Runs a job from its start to its end.</summary>
    /// <param name="client">The client.</param>
    /// <param name="command">The command that starts the job, such as <c>BlockdevBackupCommand</c>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="progress">Receives the progress after each query that shows a change.</param>
    /// <param name="cancellationToken">A token that cancels the job. The operation then waits until the job has ended,
    /// at most <see cref="JobOptions.CancelTimeout"/>.</param>
    /// <inheritdoc cref="RunJobAsync(QmpClient, string, QmpValue?, JobOptions?, IProgress{JobProgress}?,
    /// CancellationToken)"/>
    public static Task<JobResult> RunJobAsync(
        this QmpClient client,
        IQmpCommand command,
        JobOptions? options = null,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        byte[] arguments = QmpWriter.ToUtf8(writer =>
        {
            writer.WriteStartObject();
            command.WriteArguments(writer);
            writer.WriteEndObject();
        });
        QmpValue value = QmpValue.Parse(Encoding.UTF8.GetString(arguments));
        return client.RunJobAsync(command.WireName, value, options, progress, cancellationToken);
    }

    /// <summary>Runs a job from its start to its end, by the name of its command.</summary>
    /// <param name="client">The client.</param>
    /// <param name="command">The wire name of the command that starts the job, such as <c>blockdev-backup</c>.</param>
    /// <param name="arguments">The arguments of the command. <c>job-id</c> and <c>auto-dismiss</c> are added.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="progress">Receives the progress after each query that shows a change.</param>
    /// <param name="cancellationToken">A token that cancels the job. The operation then waits until the job has ended,
    /// at most <see cref="JobOptions.CancelTimeout"/>.</param>
    /// <returns>The result. The job is dismissed, unless it is left (<see cref="JobReadyAction.Leave"/>).</returns>
    /// <remarks>
    /// <para>It sends <c>query-jobs</c>, the command, and after each event of the job and each
    /// <see cref="OperationOptions.PollInterval"/> <c>query-jobs</c>. It sends <c>job-complete</c> or
    /// <c>block-job-cancel</c> when the job is ready, <c>job-finalize</c> when it is pending, and <c>job-dismiss</c>
    /// when it has ended. It reads <c>query-qmp-schema</c> once for each version of QEMU.</para>
    /// <para>If the connection is lost and the client reconnects, it finds the job by its id and continues. The command
    /// is never sent twice. A query that times out is repeated, because slow storage can block QEMU.</para>
    /// <para>If the job has already completed when it is canceled, the method returns its result.</para>
    /// </remarks>
    /// <exception cref="QmpJobException">The job failed.</exception>
    /// <exception cref="QmpCommandException">QEMU did not start the job.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have the command.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect. Or it was lost
    /// during the command, and QEMU does not have the job after the reconnect.</exception>
    /// <exception cref="QmpTimeoutException">The operation was canceled, but the job did not end within
    /// <see cref="JobOptions.CancelTimeout"/>. The job still exists.</exception>
    /// <exception cref="InvalidOperationException">A job with this id exists already.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<JobResult> RunJobAsync(
        this QmpClient client,
        string command,
        QmpValue? arguments,
        JobOptions? options = null,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(command);
        options = ApplyDefaults(options, JobReadyAction.Complete, leaveWhenCanceled: false);
        JobStart start = await JobStart
            .PrepareAsync(client, command, arguments, options.JobId, cancellationToken)
            .ConfigureAwait(false);
        using JobFollower job = new(client, start.JobId, options, progress);
        await ThrowIfUsedAsync(job, start.JobId, cancellationToken).ConfigureAwait(false);
        return await EndAsync(job, start.JobId, options, Run, cancellationToken).ConfigureAwait(false);

        async Task<JobResult> Run()
        {
            await SendAsync(client, start, job, cancellationToken).ConfigureAwait(false);
            return await job.FollowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Follows a job that was started already, until it ends.</summary>
    /// <param name="client">The client.</param>
    /// <param name="jobId">The id of the job.</param>
    /// <param name="options">The options, or null for the defaults. <see cref="JobOptions.JobId"/> is not used.</param>
    /// <param name="progress">Receives the progress after each query that shows a change.</param>
    /// <param name="cancellationToken">A token that cancels the wait. It cancels the job only if
    /// <see cref="JobOptions.LeaveWhenCanceled"/> is false.</param>
    /// <remarks>
    /// <para>It sends the same commands as <see cref="RunJobAsync(QmpClient, IQmpCommand, JobOptions?,
    /// IProgress{JobProgress}?, CancellationToken)"/>, except the one that starts the job. It also finalizes and
    /// dismisses the job.</para>
    /// <para>By default, it does not complete or cancel the job, which can belong to another program. It returns when
    /// the job is ready. Set <see cref="JobOptions.WhenReady"/> to end a job that was left.</para>
    /// <para>QEMU itself dismisses a job that was started with <c>auto-dismiss</c>, which is the default of most
    /// commands. The result of such a job is in an event. It is unknown if the job ended before the call or while the
    /// connection was lost.</para>
    /// </remarks>
    /// <exception cref="QmpJobException">The job failed, does not exist, or ended with an unknown result.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect.</exception>
    /// <inheritdoc cref="RunJobAsync(QmpClient, string, QmpValue?, JobOptions?, IProgress{JobProgress}?,
    /// CancellationToken)" path="/returns"/>
    /// <exception cref="QmpTimeoutException">The operation was canceled, but the job did not end within
    /// <see cref="JobOptions.CancelTimeout"/>. The job still exists.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<JobResult> FollowJobAsync(
        this QmpClient client,
        string jobId,
        JobOptions? options = null,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        options = ApplyDefaults(options, JobReadyAction.Leave, leaveWhenCanceled: true);
        using JobFollower job = new(client, jobId, options, progress);
        return await EndAsync(job, jobId, options, () => job.FollowAsync(cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    private static JobOptions ApplyDefaults(JobOptions? options, JobReadyAction whenReady, bool leaveWhenCanceled)
    {
        options ??= new JobOptions();
        return options with
        {
            WhenReady = options.WhenReady ?? whenReady,
            LeaveWhenCanceled = options.LeaveWhenCanceled ?? leaveWhenCanceled,
        };
    }

    /// <summary>Checks the id, because a cancellation during the start must not cancel the job of another
    /// client.</summary>
    private static async Task ThrowIfUsedAsync(JobFollower job, string id, CancellationToken cancellationToken)
    {
        if (await job.FindAsync(cancellationToken).ConfigureAwait(false) is { } existing)
        {
            throw new InvalidOperationException(
                $"A job with the id '{id}' exists already (type {existing.Type}). Choose another id, or follow the job "
                    + "with FollowJobAsync."
            );
        }
    }

    /// <summary>Sends the command that starts the job. After a lost connection, looks for the job.</summary>
    private static async Task SendAsync(
        QmpClient client,
        JobStart start,
        JobFollower job,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await client
                .ExecuteAsync(start.Command, start.Arguments, Timeout.InfiniteTimeSpan, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QmpConnectionException)
        {
            await client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            if (await job.FindAsync(cancellationToken).ConfigureAwait(false) is null)
            {
                throw;
            }
        }
    }

    /// <summary>Runs an operation. If it is canceled or cannot continue, cancels its job.</summary>
    private static async Task<JobResult> EndAsync(
        JobFollower job,
        string id,
        JobOptions options,
        Func<Task<JobResult>> run,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (options.LeaveWhenCanceled is false)
        {
            if (await CancelAsync(job, id, options.CancelTimeout).ConfigureAwait(false) is { } completed)
            {
                return completed;
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception e) when (e is QmpProtocolException or not QmpException && options.LeaveWhenCanceled is false)
        {
            // A reply is invalid, or the caller's progress threw.
            await TryCancelAsync(job, id, options.CancelTimeout).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task TryCancelAsync(JobFollower job, string id, TimeSpan timeout)
    {
        try
        {
            await CancelAsync(job, id, timeout).ConfigureAwait(false);
        }
        catch (QmpException)
        {
            // The caller receives the first exception.
        }
    }

    private static async Task<JobResult?> CancelAsync(JobFollower job, string id, TimeSpan timeout)
    {
        using CancellationTokenSource limit = new(timeout);
        try
        {
            return await job.CancelAsync(limit.Token).ConfigureAwait(false);
        }
        catch (QmpConnectionException)
        {
            // The client is closed, so the job cannot be reached anymore.
            return null;
        }
        catch (OperationCanceledException e)
        {
            throw new QmpTimeoutException(
                $"The job '{id}' was canceled, but did not end within {timeout.TotalSeconds:0.###} s. It still exists. "
                    + "Slow storage is the usual cause. Follow the job with FollowJobAsync.",
                e
            );
        }
    }
}

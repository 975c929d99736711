namespace QmpGen.Testing;

/// <content>Sequences of commands and events that the server plays.</content>
public sealed partial class QmpTestServer
{
    private readonly Lazy<JobScenario> _jobs;
    private readonly Lazy<UnplugScenario> _devices;

    /// <summary>Plays a job whenever a client sends a command.</summary>
    /// <param name="command">The wire name of a command that starts a job, such as <c>blockdev-backup</c>.</param>
    /// <param name="job">The job, or null for one that completes after 20 milliseconds.</param>
    /// <returns>The server.</returns>
    /// <remarks>
    /// <para>The job has the states, events and errors of QEMU 7.2. The method sets the handlers of the command, and
    /// those of <c>query-jobs</c>, <c>job-cancel</c>, <c>job-complete</c>, <c>job-dismiss</c>, <c>job-finalize</c> and
    /// <c>block-job-cancel</c> as far as the schema has them. Several commands can play jobs.</para>
    /// <para>The first events precede the response to the command, as in QEMU.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer PlayJob(string command, QmpTestJob? job = null)
    {
        JobScenario jobs = _jobs.Value;
        On(command, call => Run(call, started => jobs.Start(started, job ?? new QmpTestJob())));
        OnIfKnown("query-jobs", _ => jobs.Query());
        OnIfKnown("job-cancel", call => Run(call, jobs.Cancel));
        OnIfKnown("job-complete", call => Run(call, jobs.Complete));
        OnIfKnown("job-dismiss", call => Run(call, jobs.Dismiss));
        OnIfKnown("job-finalize", call => Run(call, jobs.Finalize));
        OnIfKnown("block-job-cancel", call => Run(call, jobs.CancelBlockJob));
        return this;
    }

    /// <summary>Plays a device, and what the guest does when a client unplugs it.</summary>
    /// <param name="device">The id of the device.</param>
    /// <param name="outcome">What the guest does.</param>
    /// <returns>The server.</returns>
    /// <remarks>The method sets the handlers of <c>device_del</c> and <c>qom-list</c>, which accept the id and the path
    /// <c>/machine/peripheral/ID</c>. Call it once for each device.</remarks>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer PlayUnplug(string device, QmpTestUnplug outcome = QmpTestUnplug.Released)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        UnplugScenario devices = _devices.Value;
        devices.Add(device, outcome);
        On("device_del", call => Run(call, devices.Unplug));
        return On("qom-list", devices.List);
    }

    private static QmpValue? Run(QmpTestCall call, Action<QmpTestCall> execute)
    {
        execute(call);
        return null;
    }

    private void OnIfKnown(string command, Func<QmpTestCall, QmpValue?> handler)
    {
        if (_schema.Has(command))
        {
            On(command, handler);
        }
    }

    private void SendKnownEvent(string name, QmpObject data)
    {
        if (_schema.HasEvent(name))
        {
            _ = SendEventAsync(name, data);
        }
    }
}

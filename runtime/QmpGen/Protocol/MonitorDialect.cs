namespace QmpGen;

/// <summary>The differences between the monitors of QEMU releases.</summary>
internal static class MonitorDialect
{
    /// <summary>The usual maximum number of in-band requests in flight if out-of-band execution is on.</summary>
    public const int DefaultWindow = 8;

    // QEMU 3.0 and its release candidates.
    private static readonly QmpVersion s_firstWithExecOob = new(2, 12, 90, "");

    /// <summary>Selects the wire format of out-of-band requests.</summary>
    public static QmpOutOfBandDialect GetOutOfBandDialect(QmpVersion version) =>
        version < s_firstWithExecOob ? QmpOutOfBandDialect.ControlField : QmpOutOfBandDialect.ExecOob;

    /// <summary>Returns the maximum number of in-band requests in flight if out-of-band execution is on.</summary>
    /// <remarks>QEMU 4.0 to 5.2 stops reading as soon as eight requests are queued. It resumes only after the first has
    /// been executed.</remarks>
    public static int GetWindow(QmpVersion version) => version.Major is 4 or 5 ? DefaultWindow - 1 : DefaultWindow;
}

namespace QmpGen;

/// <summary>Selects the client's behavior for the dialect of a monitor.</summary>
internal static class MonitorDialect
{
    /// <summary>The usual maximum number of in-band requests in flight if out-of-band execution is on.</summary>
    public const int DefaultWindow = 8;

    /// <summary>Selects the wire format of out-of-band requests.</summary>
    public static QmpOutOfBandDialect GetOutOfBandDialect(QmpVersion version) =>
        new ProtocolDialect(version).UsesControlField ? QmpOutOfBandDialect.ControlField : QmpOutOfBandDialect.ExecOob;

    /// <summary>Returns the maximum number of in-band requests in flight if out-of-band execution is on.</summary>
    /// <remarks>QEMU 4.0 to 5.2 stops reading as soon as eight requests are queued. It resumes only after the first has
    /// been executed.</remarks>
    public static int GetWindow(QmpVersion version) =>
        new ProtocolDialect(version) is { DropsCommands: false, FreesPlaceAfterExecution: true }
            ? DefaultWindow - 1
            : DefaultWindow;
}

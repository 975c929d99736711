namespace QmpGen.Operations;

/// <summary>Options of the operations on migrations.</summary>
/// <remarks>
/// <para>Immutable: use <c>with</c> to create a changed copy.</para>
/// <para><see cref="OperationOptions.CommandTimeout"/> also limits the wait for the end of a canceled migration, and
/// for each change of a postcopy migration. The migration itself does not have a timeout.</para>
/// </remarks>
public sealed record MigrationOptions : OperationOptions
{
    /// <summary>The capabilities to set, such as <c>["postcopy-ram"] = true</c>. Default: none.</summary>
    /// <remarks>Most capabilities must be the same on both sides. The capability <c>events</c> is always set. QEMU
    /// keeps the capabilities after the operation.</remarks>
    public IReadOnlyDictionary<string, bool> Capabilities { get; init; } = new Dictionary<string, bool>();

    /// <summary>The arguments of <c>migrate-set-parameters</c>, such as <c>["max-bandwidth"] = 1 &lt;&lt; 30</c> (bytes
    /// per second). Default: null, which leaves the parameters unchanged.</summary>
    /// <remarks>QEMU keeps the parameters after the operation.</remarks>
    public QmpObject? Parameters { get; init; }
}

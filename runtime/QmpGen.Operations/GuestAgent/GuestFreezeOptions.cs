namespace QmpGen.Operations;

/// <summary>Options of <see cref="GuestAgentOperations.FreezeAsync"/>.</summary>
/// <remarks>Immutable: use <c>with</c> to create a changed copy.</remarks>
public sealed record GuestFreezeOptions : OperationOptions
{
    /// <summary>The mount points to freeze. Default: null, which freezes all file systems.</summary>
    public IReadOnlyList<string>? MountPoints { get; init; }
}

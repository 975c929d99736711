namespace QmpGen.Operations;

/// <summary>Options of <see cref="MonitorOperations.HmpAsync"/>.</summary>
public sealed record HmpOptions : OperationOptions
{
    /// <summary>The CPU that the command uses, such as <c>info registers</c>.</summary>
    /// <remarks>Default: null, which uses the first CPU.</remarks>
    public int? CpuIndex { get; init; }
}

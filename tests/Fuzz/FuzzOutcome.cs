namespace QmpGen.Fuzz;

/// <summary>The outcome of an input without a finding.</summary>
internal enum FuzzOutcome
{
    /// <summary>At least a part of the input was read.</summary>
    Accepted,

    /// <summary>The input was rejected as documented.</summary>
    Rejected,
}

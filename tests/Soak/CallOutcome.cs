namespace QmpGen.Soak;

/// <summary>The outcome of a call.</summary>
internal enum CallOutcome
{
    Succeeded,
    Rejected,
    TimedOut,
    Canceled,
    Failed,
}

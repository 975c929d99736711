namespace QmpGen.Soak;

/// <summary>How a call ended.</summary>
internal enum CallOutcome
{
    Succeeded,
    Rejected,
    TimedOut,
    Canceled,
    Failed,
}

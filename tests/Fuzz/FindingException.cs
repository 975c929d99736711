namespace QmpGen.Fuzz;

/// <summary>A violation of a rule that holds for every input.</summary>
internal sealed class FindingException(string message, Exception? innerException = null)
    : Exception(message, innerException);

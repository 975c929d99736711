namespace QmpGen.Testing;

/// <summary>The exception that is thrown when the client does not do what the test expects.</summary>
/// <remarks>The message lists what the server received.</remarks>
/// <param name="message">The expectation and what the server received instead.</param>
public sealed class QmpTestExpectationException(string message) : Exception(message);

using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Reads the result of a call outside the receive loop, until a timeout or cancellation stops it.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <param name="command">The command, or null if it was called by name.</param>
/// <param name="json">The value of the response's <c>return</c>, whose memory is reused after the call.</param>
/// <param name="context">The description of the response.</param>
internal delegate TResult QmpResultReader<out TResult>(
    IQmpCommand? command,
    ReadOnlyMemory<byte> json,
    QmpReadContext context
);

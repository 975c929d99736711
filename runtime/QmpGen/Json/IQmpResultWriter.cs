using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A command that can write its result, for servers and tests.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <remarks>Generated with <c>Directions="both"</c>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpResultWriter<in TResult>
{
    /// <summary>Writes the value of the member <c>return</c>.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="result">The result.</param>
    /// <exception cref="QmpArgumentException">The result contains a value that cannot be sent.</exception>
    void WriteResult(QmpWriter writer, TResult result);
}

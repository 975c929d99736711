using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A command whose answer can be written too: what bindings made with <c>Directions="both"</c> offer to
/// servers and tests.</summary>
/// <typeparam name="TResult">The answer.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpResultWriter<in TResult>
{
    /// <summary>Writes the value of the answer's <c>return</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">The answer.</param>
    /// <exception cref="QmpArgumentException">A value is one that cannot be sent.</exception>
    void WriteResult(QmpWriter writer, TResult result);
}

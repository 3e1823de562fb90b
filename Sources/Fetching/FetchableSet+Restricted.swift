/// Sets whose terms must be agreed to by a person: nobody may fetch them unasked.
extension FetchableSet {
  /// ImageNet-1k; the steps end in the folders that `data.set: folder` reads.
  static let imageNet = FetchableSet(
    name: "imagenet", contents: "1,331,167 pictures, 1,000 classes (ILSVRC 2012)",
    licence: "for research and teaching, after agreeing to its terms",
    page: "https://image-net.org/download.php", folder: "imagenet",
    steps: [
      """
      Make an account at https://image-net.org/signup.php, agree to the terms of access, and \
      fetch from https://image-net.org/challenges/LSVRC/2012/2012-downloads.php into a folder \
      'imagenet':
        ILSVRC2012_img_train.tar       138 GB  md5 1d675b47d978889d74fa0da5fadfb00e
        ILSVRC2012_img_val.tar         6.3 GB  md5 29b22e2961454d5413ddabcf34fc5622
        ILSVRC2012_devkit_t12.tar.gz   2.5 MB  md5 fa75699e90414af021442c21a62c3abf
      """,
      """
      Let torchvision check and unpack them, into a folder for each class:
        pip install torchvision scipy
        python3 -c "from torchvision.datasets import ImageNet as I; [I('imagenet', s) for s in \
      ('train', 'val')]"
      """,
      "Train with data.set=folder data.folder=imagenet, which has train/ and val/ now.",
    ])

  /// Cityscapes; the steps end in the layout that its own scripts and torchvision expect.
  static let cityscapes = FetchableSet(
    name: "cityscapes", contents: "5,000 pictures of streets with fine masks, 19 classes",
    licence: "not for profit, after registering",
    page: "https://www.cityscapes-dataset.com/license", folder: "cityscapes",
    steps: [
      """
      Register at https://www.cityscapes-dataset.com/register with the address of an institution, \
      agree to the licence, and wait for the confirmation.
      """,
      """
      Fetch with Cityscapes' own program, which asks for your account:
        pip install cityscapesscripts
        csDownload -d cityscapes gtFine_trainvaltest.zip leftImg8bit_trainvaltest.zip
      """,
      """
      Unpack both in the folder 'cityscapes', which then has gtFine/ and leftImg8bit/:
        cd cityscapes && unzip -n gtFine_trainvaltest.zip && unzip -n leftImg8bit_trainvaltest.zip
      """,
    ])
}
